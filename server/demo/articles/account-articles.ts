import type { DemoArticle } from './demo-article.ts'

export const accountArticles: readonly DemoArticle[] = [
  {
    key: 'no-letter',
    category: 'account',
    author: 'dmitry',
    tags: { ru: ['пароль', 'письмо', 'спам'], en: ['password', 'letter', 'spam'] },
    related: ['password', 'company-mail'],
    opinions: [64, 7],
    comments: [
      { helped: true, ru: 'Нашлось в «Рассылках», спасибо!', en: 'It was under “Promotions”, thank you!' },
      {
        helped: false,
        ru: 'Почта корпоративная, в спаме нет. Пришлось писать вам.',
        en: 'A company mailbox, nothing in spam. I had to write to you.',
      },
    ],
    ru: {
      title: 'Не приходит письмо для смены пароля',
      summary: 'Где искать письмо и что делать, если его нет и через десять минут.',
      html: `<p>Письмо уходит сразу, как только вы нажали <strong>«Забыли пароль»</strong>. Обычно оно приходит за минуту.</p>
<h2>Где искать</h2>
<ol><li><p>Проверьте папки «Спам», «Рассылки» и «Промоакции».</p></li><li><p>Поищите в почте слово <em>Ромашка</em>: письмо могло попасть в старую переписку.</p></li><li><p>Убедитесь, что адрес тот самый: на него приходили письма о ваших заказах.</p></li></ol>
<aside data-kind="warning"><p>Работает только ссылка из последнего письма. Если вы просили его несколько раз, открывайте самое новое.</p></aside>
<h2>Если письма всё равно нет</h2>
<table><tbody><tr><th>Что видно</th><th>Что делать</th></tr><tr><td>Прошло меньше десяти минут</td><td>Подождите: некоторые почтовые службы задерживают первые письма</td></tr><tr><td>Почта на работе</td><td>Попросите администратора разрешить письма с romashka.example</td></tr><tr><td>Ящика больше нет</td><td>Напишите нам номер любого заказа, и мы сменим адрес</td></tr></tbody></table>
<h2>Ссылка пишет «устарела»</h2>
<p>Ссылка живёт час. Запросите новую и откройте её в том же браузере.</p>`,
    },
    en: {
      title: 'The letter to change my password does not come',
      summary: 'Where to look for it, and what to do if it is not there after ten minutes.',
      html: `<p>The letter leaves as soon as you press <strong>“Forgot your password”</strong>. It usually takes a minute.</p>
<h2>Where to look</h2>
<ol><li><p>Look into “Spam”, “Promotions” and “Updates”.</p></li><li><p>Search your mail for <em>Romashka</em>: it may have joined an older conversation.</p></li><li><p>Make sure it is the right address: the one your orders are confirmed to.</p></li></ol>
<aside data-kind="warning"><p>Only the link of the newest letter works. If you asked several times, open the last one.</p></aside>
<h2>If it is still not there</h2>
<table><tbody><tr><th>What you see</th><th>What to do</th></tr><tr><td>Less than ten minutes have passed</td><td>Wait: some mail services hold first letters back</td></tr><tr><td>A mailbox at work</td><td>Ask your administrator to let letters from romashka.example through</td></tr><tr><td>The mailbox is gone</td><td>Send us the number of any order and we will change the address</td></tr></tbody></table>`,
    },
  },
  {
    key: 'password',
    category: 'account',
    author: 'anna',
    related: ['no-letter'],
    opinions: [31, 2],
    ru: {
      title: 'Как сменить пароль',
      summary: 'Из кабинета или по письму, если старый забыт.',
      html: `<h2>Вы помните старый пароль</h2>
<ol><li><p>Войдите в кабинет и откройте «Настройки».</p></li><li><p>Нажмите «Сменить пароль», введите старый и дважды новый.</p></li></ol>
<h2>Вы его забыли</h2>
<p>На странице входа нажмите «Забыли пароль» и введите почту. Ссылка из письма откроет страницу с новым паролем.</p>
<aside data-kind="success"><p>Хороший пароль — это фраза из четырёх слов, которые не стоят рядом ни в одной песне. Менять его каждый месяц не нужно.</p></aside>`,
    },
    en: {
      title: 'How to change your password',
      summary: 'From your account, or by a letter if the old one is forgotten.',
      html: `<h2>You remember the old one</h2>
<ol><li><p>Sign in and open “Settings”.</p></li><li><p>Press “Change password”, type the old one and the new one twice.</p></li></ol>
<h2>You forgot it</h2>
<p>Press “Forgot your password” where you sign in and type your address. The link in the letter opens a page for a new one.</p>`,
    },
  },
  {
    key: 'merge-accounts',
    category: 'account',
    author: 'anna',
    opinions: [9, 1],
    ru: {
      title: 'Два кабинета на одного человека: как объединить',
      summary: 'Если заказы оформлены на разные адреса почты.',
      html: `<p>Так бывает, когда один заказ оформлен с телефона, а другой по старой почте. Мы соединим их в один кабинет, заказы и бонусы сохранятся.</p>
<ol><li><p>Напишите нам с того адреса, который хотите оставить.</p></li><li><p>Назовите второй адрес и номер любого заказа на нём.</p></li><li><p>На второй адрес придёт письмо с подтверждением: откройте ссылку.</p></li></ol>
<p>Объединение занимает один рабочий день.</p>`,
    },
    en: {
      title: 'Two accounts of one person: how to join them',
      summary: 'When orders were made with different addresses.',
      html: `<p>It happens when one order was made on a phone and another with an old address. We join them into one account; orders and bonus points stay.</p>
<ol><li><p>Write to us from the address you want to keep.</p></li><li><p>Tell us the other address and the number of any order made with it.</p></li><li><p>Open the link in the letter that comes to the other address.</p></li></ol>
<p>It takes one working day.</p>`,
    },
  },
  {
    key: 'app',
    category: 'account',
    author: 'timur',
    stand: 'review',
    ru: {
      title: 'Приложение не обновляет список заказов',
      summary: 'Три проверки по порядку.',
      html: `<ol><li><p>Потяните список вниз: он обновится сразу.</p></li><li><p>Проверьте версию: нужна 4.2 или новее.</p></li><li><p>Выйдите и войдите снова. Корзина при этом сохранится.</p></li></ol>
<p>Если заказа всё равно нет, пришлите снимок экрана «О приложении».</p>`,
    },
  },
]
