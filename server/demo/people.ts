import type { Language, Names } from '#contract/common.ts'
import { deskDomain, type TeamKey } from './desk-words.ts'

export type AgentKey = 'olga' | 'dmitry' | 'anna' | 'timur' | 'marina' | 'james'

interface DemoAgent {
  key: AgentKey
  email: string
  names: Names
  role: 'administrator' | 'lead' | 'agent'
  teams: readonly TeamKey[]
}

/** One password for all: a demo has no secrets. */
export const demoPassword = 'demo-demo-demo'

export const agents: readonly DemoAgent[] = [
  {
    key: 'olga',
    email: 'olga@demo.example',
    names: { ru: 'Ольга Воронцова', en: 'Olga Vorontsova' },
    role: 'administrator',
    teams: ['first'],
  },
  {
    key: 'dmitry',
    email: 'dmitry@demo.example',
    names: { ru: 'Дмитрий Орлов', en: 'Dmitry Orlov' },
    role: 'lead',
    teams: ['first', 'tech'],
  },
  {
    key: 'anna',
    email: 'anna@demo.example',
    names: { ru: 'Анна Ли', en: 'Anna Lee' },
    role: 'agent',
    teams: ['first', 'returns'],
  },
  {
    key: 'timur',
    email: 'timur@demo.example',
    names: { ru: 'Тимур Галиев', en: 'Timur Galiev' },
    role: 'agent',
    teams: ['tech'],
  },
  {
    key: 'marina',
    email: 'marina@demo.example',
    names: { ru: 'Марина Лебедева', en: 'Marina Lebedeva' },
    role: 'agent',
    teams: ['accounts', 'returns'],
  },
  {
    key: 'james',
    email: 'james@demo.example',
    names: { ru: 'Джеймс Картер', en: 'James Carter' },
    role: 'agent',
    teams: ['first'],
  },
]

/** The addresses customers write to, and the team each of them belongs to. */
export const inboxes = {
  support: {
    address: `support@${deskDomain}`,
    names: { ru: 'Поддержка', en: 'Support' },
    team: 'first',
  },
  billing: {
    address: `billing@${deskDomain}`,
    names: { ru: 'Счета и документы', en: 'Billing' },
    team: 'accounts',
  },
} as const satisfies Record<string, { address: string; names: Names; team: TeamKey }>
export type InboxKey = keyof typeof inboxes

export interface DemoCustomer {
  name: string
  email: string
  language: Language
  /** Russian past tense tells; in English it never shows. */
  isMan?: true
  organization?: string
  phone?: string
  remark?: string
}

export const customers: readonly DemoCustomer[] = [
  {
    name: 'Ирина Соколова',
    email: 'irina.sokolova@lestorg.example',
    language: 'ru',
    organization: 'ООО «Лесторг»',
    phone: '+7 495 555-01-12',
    remark: 'Главный бухгалтер. Любит, когда отвечают коротко и по пунктам.',
  },
  {
    name: 'Павел Ким',
    isMan: true,
    email: 'p.kim@lestorg.example',
    language: 'ru',
    organization: 'ООО «Лесторг»',
    phone: '+7 495 555-01-13',
  },
  {
    name: 'Светлана Ткачук',
    email: 'svetlana@zelenydvor.example',
    language: 'ru',
    organization: 'Питомник «Зелёный двор»',
    phone: '+7 812 555-03-40',
    remark: 'Оптовый клиент с 2019 года, скидка 12 %.',
  },
  {
    name: 'Руслан Ахметов',
    isMan: true,
    email: 'ruslan@zelenydvor.example',
    language: 'ru',
    organization: 'Питомник «Зелёный двор»',
  },
  {
    name: 'Наталья Беляева',
    email: 'n.belyaeva@kupavna.example',
    language: 'ru',
    organization: 'Садовый центр «Купавна»',
    phone: '+7 496 555-07-21',
  },
  {
    name: 'Игорь Самсонов',
    isMan: true,
    email: 'samsonov@domik.example',
    language: 'ru',
    organization: 'ИП Самсонов И. В.',
    phone: '+7 903 555-18-04',
  },
  {
    name: 'Елена Крылова',
    email: 'krylova@usadba.example',
    language: 'ru',
    organization: 'Усадьба «Осинки»',
    remark: 'Звонить после 11:00 по Москве.',
  },
  {
    name: 'Артём Зайцев',
    isMan: true,
    email: 'it@usadba.example',
    language: 'ru',
    organization: 'Усадьба «Осинки»',
  },
  {
    name: 'Галина Петровна Мельник',
    email: 'gp.melnik@pochta.example',
    language: 'ru',
    phone: '+7 916 555-22-90',
  },
  { name: 'Олег Баранов', isMan: true, email: 'o.baranov@pochta.example', language: 'ru' },
  { name: 'Юлия Ершова', email: 'ershova.yulia@pochta.example', language: 'ru', phone: '+7 921 555-40-11' },
  { name: 'Максим Дорохов', isMan: true, email: 'mdorokhov@pochta.example', language: 'ru' },
  { name: 'Алина Сафина', email: 'alina.safina@pochta.example', language: 'ru' },
  {
    name: 'Виктор Панин',
    isMan: true,
    email: 'vpanin@pochta.example',
    language: 'ru',
    phone: '+7 905 555-61-77',
  },
  { name: 'Кристина Романова', email: 'kris.romanova@pochta.example', language: 'ru' },
  { name: 'Денис Фомин', isMan: true, email: 'fomin.denis@pochta.example', language: 'ru' },
  {
    name: 'Людмила Жук',
    email: 'lyudmila.zhuk@pochta.example',
    language: 'ru',
    remark: 'Пожилой покупатель: объяснять по шагам.',
  },
  {
    name: 'Станислав Рябов',
    isMan: true,
    email: 's.ryabov@severstroy.example',
    language: 'ru',
    organization: 'АО «Северстрой»',
    phone: '+7 8182 55-50-16',
  },
  {
    name: 'Ольга Данилова',
    email: 'o.danilova@severstroy.example',
    language: 'ru',
    organization: 'АО «Северстрой»',
    remark: 'Отдел закупок. Документы только через ЭДО.',
  },
  {
    name: 'Фарид Исмаилов',
    isMan: true,
    email: 'farid@bakusad.example',
    language: 'ru',
    organization: 'Baku Sad',
  },
  { name: 'Анастасия Гончар', email: 'nastya.gonchar@pochta.example', language: 'ru' },
  {
    name: 'Роман Щукин',
    isMan: true,
    email: 'roman@flora-opt.example',
    language: 'ru',
    organization: 'Флора-Опт',
    phone: '+7 343 555-90-08',
  },
  {
    name: 'Вера Игнатьева',
    email: 'vera.ignatieva@flora-opt.example',
    language: 'ru',
    organization: 'Флора-Опт',
  },
  { name: 'Григорий Лапин', isMan: true, email: 'glapin@pochta.example', language: 'ru' },
  {
    name: 'Мария Чернова',
    email: 'maria.chernova@pochta.example',
    language: 'ru',
    phone: '+7 909 555-13-31',
  },
  {
    name: 'Emma Hughes',
    email: 'emma.hughes@greenfield.example',
    language: 'en',
    organization: 'Greenfield Nurseries',
    phone: '+44 1632 960114',
    remark: 'Key account: 40 shops in the UK.',
  },
  {
    name: 'Daniel Brooks',
    email: 'daniel.brooks@greenfield.example',
    language: 'en',
    organization: 'Greenfield Nurseries',
  },
  {
    name: 'Marta Nowak',
    email: 'marta.nowak@ogrody.example',
    language: 'en',
    organization: 'Ogrody Sp. z o.o.',
    phone: '+48 22 555 01 20',
  },
  {
    name: 'Lukas Berger',
    email: 'l.berger@berger-garten.example',
    language: 'en',
    organization: 'Berger Garten GmbH',
    remark: 'Uses our API for stock levels.',
  },
  { name: 'Sophie Martin', email: 'sophie.martin@mailbox.example', language: 'en' },
  { name: 'Oliver Grant', email: 'oliver.grant@mailbox.example', language: 'en', phone: '+44 1632 960377' },
  { name: 'Aisha Rahman', email: 'aisha.rahman@mailbox.example', language: 'en' },
  {
    name: 'Nora Lindqvist',
    email: 'nora.lindqvist@tradgard.example',
    language: 'en',
    organization: 'Trädgård Nord AB',
  },
  {
    name: 'Tom Fletcher',
    email: 'tom@fletcherandsons.example',
    language: 'en',
    organization: 'Fletcher & Sons',
  },
  { name: 'Grace O’Neill', email: 'grace.oneill@mailbox.example', language: 'en' },
  { name: 'Henrik Olsen', email: 'henrik.olsen@mailbox.example', language: 'en' },
  { name: 'Priya Nair', email: 'priya.nair@bloomdesk.example', language: 'en', organization: 'Bloomdesk' },
  { name: 'Jack Turner', email: 'jack.turner@mailbox.example', language: 'en' },
  { name: 'Chloé Dubois', email: 'chloe.dubois@mailbox.example', language: 'en' },
  { name: 'Ben Whitaker', email: 'ben.whitaker@mailbox.example', language: 'en' },
]
