import type { SampleLetter } from '#contract/playground.ts'
import { inboxes } from '../people.ts'

/** Letters for a visitor who does not want to invent one. */
export const sampleLetters: readonly SampleLetter[] = [
  {
    language: 'ru',
    to: inboxes.support.address,
    subject: 'Не приходит письмо сброса пароля',
    text: 'Добрый день!\n\nТретий раз запрашиваю сброс пароля, а письма нет ни во входящих, ни в спаме. Сегодня нужно сдать отчёт — помогите, пожалуйста.',
  },
  {
    language: 'ru',
    to: inboxes.support.address,
    subject: 'Привезли треснувшее кашпо',
    text: 'Здравствуйте!\n\nСегодня получили заказ, одно кашпо с трещиной во всю стенку. Коробка была целая. Можно заменить?',
  },
  {
    language: 'ru',
    to: inboxes.billing.address,
    subject: 'Оплата прошла дважды, верните, пожалуйста',
    text: 'Здравствуйте!\n\nЗа один заказ деньги списались два раза, по 4 870 ₽. Верните, пожалуйста, лишний платёж.',
  },
  {
    language: 'en',
    to: inboxes.support.address,
    subject: 'Password reset e-mail never arrives',
    text: 'Hello,\n\nI have asked for a password reset three times today. Nothing in the inbox, nothing in spam. I need to send a report before five, please help.',
  },
  {
    language: 'en',
    to: inboxes.support.address,
    subject: 'Pot arrived cracked',
    text: 'Hello,\n\nour order came today and one of the pots has a crack right down the side. The box was fine. Could you replace it?',
  },
  {
    language: 'en',
    to: inboxes.billing.address,
    subject: 'Invoice address change for 2027',
    text: 'Good morning,\n\nour registered office moves in January. What do you need from us so that invoices for 2027 carry the new address?',
  },
]
