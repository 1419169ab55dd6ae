import { keysOf } from './read-text.ts'

/**
 * Words of one matter: a verb in both aspects and the noun of what it does. A rule speaks for letters that nobody has
 * written yet, so its «возврат» finds «возвратили» and «возвращаете» too; whoever searches types another word instead.
 * Each line is a family; a word may be of several, and its families do not become one: «вернуть» and «возврат» share
 * «возвращать» and stay two words. Reflexive verbs are other words: «вернуться» is not «вернуть». So are verbs with
 * another prefix, and nouns that mean a thing rather than the deed: «посылка» is not «послать».
 */
const FAMILIES = `
возврат возвратить возвращать возвращение
вернуть возвращать
оплата оплатить оплачивать
доплата доплатить доплачивать
переплата переплатить переплачивать
выплата выплатить выплачивать
платёж платить заплатить
отмена отменить отменять
замена заменить заменять
обмен обменять обменивать
доставка доставить доставлять
отправка отправить отправлять
отгрузка отгрузить отгружать
поставка поставлять
пересылка переслать пересылать
получение получить получать
покупка купить покупать
продажа продать продавать
заказ заказать заказывать
ремонт ремонтировать отремонтировать
починить чинить
поломка сломать ломать
повреждение повредить повреждать
порча испортить портить
потеря потерять терять
утрата утратить утрачивать
пропажа пропасть пропадать
кража украсть красть
обман обмануть обманывать
взлом взломать взламывать
жалоба жаловаться пожаловаться
регистрация регистрировать зарегистрировать
авторизация авторизовать
активация активировать
установка установить устанавливать
настройка настроить настраивать
обновление обновить обновлять
удаление удалить удалять
добавление добавить добавлять
создание создать создавать
изменение изменить изменять
исправление исправить исправлять
восстановление восстановить восстанавливать
блокировка блокировать заблокировать
разблокировка разблокировать
подключение подключить подключать
отключение отключить отключать
включение включить включать
открытие открыть открывать
закрытие закрыть закрывать
списание списать списывать
начисление начислить начислять
зачисление зачислить зачислять
перечисление перечислить перечислять
пополнение пополнить пополнять
перевод перевести переводить
перенос перенести переносить
переезд переехать переезжать
проверка проверить проверять
подтверждение подтвердить подтверждать
согласование согласовать согласовывать
загрузка загрузить загружать
выгрузка выгрузить выгружать
скачивание скачать скачивать
сброс сбросить сбрасывать
вход войти входить
звонок позвонить звонить
ответ ответить отвечать
запрос запросить запрашивать
просьба попросить просить
требование потребовать требовать
предложение предложить предлагать
приглашение пригласить приглашать
напоминание напомнить напоминать
уведомление уведомить уведомлять
объяснение объяснить объяснять
решение решить решать
помощь помочь помогать
задержка задержать задерживать
опоздание опоздать опаздывать
отказ отказать отказывать
расторжение расторгнуть расторгать
прекращение прекратить прекращать
приостановка приостановить приостанавливать
продление продлить продлевать
компенсация компенсировать
возмещение возместить возмещать
консультация консультировать проконсультировать
монтаж монтировать смонтировать
демонтаж демонтировать
диагностика диагностировать
экспорт экспортировать
импорт импортировать
интеграция интегрировать
синхронизация синхронизировать
копирование копировать скопировать
публикация публиковать опубликовать
оформление оформить оформлять
бронирование бронь бронировать забронировать
упаковка упаковать упаковывать
расчёт рассчитать рассчитывать
пересчёт пересчитать пересчитывать
выбор выбрать выбирать
аренда арендовать
увольнение уволить увольнять
угроза угрожать
прислать присылать
выслать высылать
показать показывать
найти находить
забрать забирать
перепутать путать
взять брать
сказать говорить
pay payment
deliver delivery
ship shipment
cancel cancellation
install installation
subscribe subscription
complain complaint
refuse refusal
lose loss
fail failure
renew renewal
arrive arrival
sell sale
approve approval
receive receipt
compensate compensation
reimburse reimbursement
replace replacement
register registration
authorize authorization
verify verification
confirm confirmation
delete deletion
break breakage
remove removal
reserve reservation
`

let kin: Map<string, readonly string[]> | undefined

/** The other words of a lemma's families. */
export function kinOf(lemma: string): readonly string[] {
  kin ??= readFamilies()
  return kin.get(lemma) ?? []
}

/** The families as written, for the test that each of their words is a word. */
export function families(): string[][] {
  return FAMILIES.trim()
    .split('\n')
    .map((line) => line.split(' '))
}

/** The other words of a word's families as they are written, for examples. */
export function kinLike(word: string): string[] {
  const keys = keysOf(word)
  return families()
    .filter((family) => family.some((each) => keys.includes(keysOf(each)[0] ?? each)))
    .flatMap((family) => family.filter((each) => !keys.includes(keysOf(each)[0] ?? each)))
}

function readFamilies(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const family of families()) {
    const members = family.map((word) => keysOf(word)[0] ?? word)
    for (const word of members) {
      const others = members.filter((other) => other !== word)
      found.set(word, [...new Set([...(found.get(word) ?? []), ...others])])
    }
  }
  return found
}
