import type { Names } from '#contract/common.ts'
import type { StatusCategory } from '#contract/desk.ts'
import type { TagKey, TeamKey } from '../desk-words.ts'
import type { AgentKey } from '../people.ts'

/** Folders of the demo desk's macros; one that lies in another names it. */
export const macroFolders = {
  usual: { names: { ru: 'Обычные слова', en: 'Everyday words' } },
  orders: { names: { ru: 'Заказы', en: 'Orders' } },
  late: { names: { ru: 'Задержки', en: 'Delays' }, parent: 'orders' },
  money: { names: { ru: 'Оплата и возврат', en: 'Payment and returns' }, parent: 'orders' },
  tech: { names: { ru: 'Техподдержка', en: 'Technical support' } },
  papers: { names: { ru: 'Документы', en: 'Documents' } },
} as const satisfies Record<string, { names: Names; parent?: string }>
export type MacroFolderKey = keyof typeof macroFolders

interface DemoMacro {
  names: Names
  folder: MacroFolderKey | null
  /** Everybody's unless told: one team's, or one agent's own. */
  whose?: { team: TeamKey } | { agent: AgentKey }
  ru?: string
  en?: string
  status?: StatusCategory
  tags?: readonly TagKey[]
  note?: Names
  /** How much more often than others it is used. */
  weight: number
}

const hello = {
  ru: '<p>{{ greeting }}, {{ customer.polite_name | default: "уважаемый клиент" }}!</p>',
  en: '<p>{{ greeting }}, {{ customer.first_name | default: "dear customer" }}!</p>',
}
const bye = {
  ru: '<p>С уважением,<br>{{ agent.first_name | default: "служба поддержки" }}, {{ desk.name }}</p>',
  en: '<p>Best regards,<br>{{ agent.first_name | default: "Customer care" }}, {{ desk.name }}</p>',
}

export const demoMacros: readonly DemoMacro[] = [
  {
    names: { ru: 'Взяли в работу', en: 'We are on it' },
    folder: 'usual',
    ru: `${hello.ru}<p>Спасибо, что обратились к нам. Ваш вопрос у меня, номер {{ ticket.number }}. Разберусь и напишу сегодня.</p>${bye.ru}`,
    en: `${hello.en}<p>Thank you for writing to us. I have your question, its number is {{ ticket.number }}. I will look into it and write back today.</p>${bye.en}`,
    status: 'open',
    weight: 5,
  },
  {
    names: { ru: 'Нужны подробности', en: 'We need details' },
    folder: 'usual',
    ru: `${hello.ru}<p>Чтобы помочь, нам не хватает подробностей. Пришлите, пожалуйста:</p><ul><li><p>номер заказа или договора,</p></li><li><p>когда это случилось,</p></li><li><p>снимок экрана, если есть.</p></li></ul><p>Достаточно ответить на это письмо: номер {{ ticket.number }} уже в теме.</p>${bye.ru}`,
    en: `${hello.en}<p>To help you we need a little more. Please send us:</p><ul><li><p>the number of your order or contract,</p></li><li><p>when it happened,</p></li><li><p>a screenshot, if you have one.</p></li></ul><p>Simply answer this letter: the number {{ ticket.number }} is in its subject already.</p>${bye.en}`,
    status: 'paused',
    weight: 6,
  },
  {
    names: { ru: 'Спасибо за отзыв', en: 'Thank you for your words' },
    folder: 'usual',
    ru: `${hello.ru}<p>Передам ваши слова всем, кто готовил заказ. Нам очень приятно. Если что-то понадобится, пишите сюда же.</p>${bye.ru}`,
    en: `${hello.en}<p>I will pass your kind words on to everybody who prepared the order. If you need anything, just write here.</p>${bye.en}`,
    status: 'solved',
    tags: ['thanks'],
    weight: 2,
  },
  {
    names: { ru: 'Посылка задерживается', en: 'The parcel is late' },
    folder: 'late',
    ru: `${hello.ru}<p>Вы ждёте уже {{ ticket.days_open }} {{ ticket.days_open | plural: "день", "дня", "дней" }}, и это наша вина. Служба доставки обещает вручить заказ в ближайшие два дня. Если не придёт, вернём стоимость доставки.</p>${bye.ru}`,
    en: `${hello.en}<p>You have been waiting for {{ ticket.days_open }} {{ ticket.days_open | plural: "day", "days" }}, and that is our fault. The courier promises to hand the order over within two days. If it does not come, we refund the delivery.</p>${bye.en}`,
    status: 'paused',
    tags: ['courier'],
    weight: 4,
  },
  {
    names: { ru: 'Курьер не дозвонился', en: 'The courier could not reach you' },
    folder: 'late',
    ru: `${hello.ru}<p>Курьер звонил по номеру {{ customer.phone | default: "из заказа" }} и не дозвонился. Напишите, когда вам удобно принять посылку, и он приедет ещё раз, бесплатно.</p>${bye.ru}`,
    en: `${hello.en}<p>The courier called {{ customer.phone | default: "the number in your order" }} and got no answer. Tell us when it suits you, and he will come again, free of charge.</p>${bye.en}`,
    status: 'paused',
    tags: ['courier'],
    weight: 3,
  },
  {
    names: { ru: 'Возврат: что делать', en: 'Returns: what to do' },
    folder: 'money',
    whose: { team: 'returns' },
    ru: `${hello.ru}<p>Вернуть товар можно в течение 14 дней. Заполните заявление, положите его в посылку и отправьте с любого отделения за наш счёт: назовите номер {{ ticket.number }}.</p><p>Деньги придут на ту же карту за три рабочих дня после того, как посылка дойдёт до склада.</p>${bye.ru}`,
    en: `${hello.en}<p>You can return the goods within 14 days. Fill in the form, put it into the parcel and send it from any post office at our expense: quote {{ ticket.number }}.</p><p>The money returns to the same card within three working days after the parcel has reached us.</p>${bye.en}`,
    status: 'paused',
    weight: 4,
  },
  {
    names: { ru: 'Оплата прошла дважды', en: 'Paid twice' },
    folder: 'money',
    ru: `${hello.ru}<p>Проверили: деньги действительно списались дважды. Второй платёж вернули сегодня, {{ now | date_words }}; банк зачислит его за один–три дня. Простите за беспокойство.</p>${bye.ru}`,
    en: `${hello.en}<p>We have checked: you were indeed charged twice. The second payment was refunded today, {{ now | date_words }}; the bank will enter it within three days. We are sorry for the trouble.</p>${bye.en}`,
    status: 'solved',
    tags: ['doublePayment'],
    note: {
      ru: 'Вернули второй платёж. Клиент: {{ customer.name | default: "без имени" }}, {{ customer.email | default: "без почты" }}',
      en: 'Second payment refunded. Customer: {{ customer.name | default: "no name" }}, {{ customer.email | default: "no e-mail" }}',
    },
    weight: 3,
  },
  {
    names: { ru: 'Вход и пароль', en: 'Signing in' },
    folder: 'tech',
    ru: `${hello.ru}<p>Отправили на {{ customer.email | default: "вашу почту" }} новую ссылку для входа, она действует час. Если письма нет, загляните в «Спам».</p><p>Код из сообщения не говорите никому, даже нам.</p>${bye.ru}`,
    en: `${hello.en}<p>We have sent a new sign-in link to {{ customer.email | default: "your address" }}; it works for an hour. If there is no letter, look into your spam folder.</p><p>Never tell anybody the code, not even us.</p>${bye.en}`,
    status: 'solved',
    weight: 4,
  },
  {
    names: { ru: 'Передали разработчикам', en: 'Handed to the developers' },
    folder: 'tech',
    whose: { team: 'tech' },
    ru: `${hello.ru}<p>Ошибку повторили у себя и передали разработчикам. Как только выйдет исправление, напишу вам сюда, в {{ ticket.number }}. Второй раз обращаться не нужно.</p>${bye.ru}`,
    en: `${hello.en}<p>We could repeat the error and have handed it to the developers. As soon as it is corrected I will write to you here, in {{ ticket.number }}. There is no need to ask again.</p>${bye.en}`,
    status: 'paused',
    tags: ['bug'],
    weight: 3,
  },
  {
    names: { ru: 'Счёт и закрывающие документы', en: 'Invoice and closing documents' },
    folder: 'papers',
    ru: `${hello.ru}<p>Счёт и акт для {{ organization.name | default: "вашей организации" }} отправили через ЭДО сегодня, {{ now | date_short }}. Если оператор другой, пришлите его название и идентификатор.</p>${bye.ru}`,
    en: `${hello.en}<p>The invoice for {{ organization.name | default: "your company" }} left through the electronic exchange today, {{ now | date_short }}. If you use another operator, send us its name and your identifier.</p>${bye.en}`,
    status: 'solved',
    tags: ['edo'],
    weight: 3,
  },
  {
    names: { ru: 'Закрыть как решённое', en: 'Close as solved' },
    folder: null,
    status: 'solved',
    note: { ru: 'Клиент подтвердил, что вопрос решён.', en: 'The customer confirms that it is solved.' },
    weight: 0,
  },
  {
    names: { ru: 'Моё: перезвоню', en: 'Mine: I will call back' },
    folder: null,
    whose: { agent: 'anna' },
    ru: `${hello.ru}<p>Перезвоню вам завтра до обеда по номеру {{ customer.phone | default: "который у нас записан" }}. Если удобнее другое время, ответьте одним словом.</p>${bye.ru}`,
    en: `${hello.en}<p>I will call you tomorrow before noon at {{ customer.phone | default: "the number we have" }}. If another time suits you better, just say so.</p>${bye.en}`,
    weight: 2,
  },
]
