import type { DemoArticle } from './demo-article.ts'

export const orderArticles: readonly DemoArticle[] = [
  {
    key: 'where',
    category: 'orders',
    author: 'anna',
    tags: { ru: ['доставка', 'курьер', 'статус'], en: ['delivery', 'courier', 'status'] },
    related: ['change-order', 'times'],
    opinions: [112, 18],
    comments: [
      {
        helped: false,
        ru: 'Статус «в пути» третий день, а что это значит, не написано.',
        en: 'It says “on its way” for three days, and nothing tells what that means.',
      },
      { helped: true, ru: 'Всё понятно, курьер позвонил.', en: 'All clear, the courier called.' },
    ],
    ru: {
      title: 'Где мой заказ',
      summary: 'Что значит каждое состояние заказа и когда беспокоиться.',
      html: `<p>Состояние видно в кабинете, в разделе «Заказы», и по ссылке из письма.</p>
<table><tbody><tr><th>Состояние</th><th>Что происходит</th><th>Сколько длится</th></tr><tr><td>Собираем</td><td>Растения отбирают и упаковывают</td><td>1–2 дня</td></tr><tr><td>В пути</td><td>Заказ едет в ваш город</td><td>2–5 дней</td></tr><tr><td>У курьера</td><td>Сегодня его привезут</td><td>до 21:00</td></tr><tr><td>Ждёт вас</td><td>Лежит в пункте выдачи</td><td>5 дней</td></tr></tbody></table>
<aside data-kind="info"><p>В мороз ниже −15 °C живые растения ждут тепла на складе: так они доедут целыми. Мы предупреждаем об этом письмом.</p></aside>
<h2>Когда писать нам</h2>
<p>Если «в пути» дольше пяти дней или курьер не приехал в свой день. Назовите номер заказа: он начинается с РМ.</p>`,
    },
    en: {
      title: 'Where is my order',
      summary: 'What each state of an order means, and when to worry.',
      html: `<p>You see the state in your account, under “Orders”, and by the link in the letter.</p>
<table><tbody><tr><th>State</th><th>What happens</th><th>How long</th></tr><tr><td>Being packed</td><td>Plants are picked and packed</td><td>1–2 days</td></tr><tr><td>On its way</td><td>It travels to your town</td><td>2–5 days</td></tr><tr><td>With the courier</td><td>It comes today</td><td>until 9 pm</td></tr><tr><td>Waits for you</td><td>It lies at the pick-up point</td><td>5 days</td></tr></tbody></table>
<h2>When to write to us</h2>
<p>If it is on its way for more than five days, or the courier did not come on the day. Tell us the number of the order: it begins with RM.</p>`,
    },
  },
  {
    key: 'times',
    category: 'orders',
    author: 'marina',
    opinions: [40, 4],
    stand: 'changed',
    ru: {
      title: 'Сроки и стоимость доставки',
      summary: 'По Москве, по России и что влияет на цену.',
      html: `<table><tbody><tr><th>Куда</th><th>Срок</th><th>Цена</th></tr><tr><td>Москва в пределах МКАД</td><td>1–2 дня</td><td>350 ₽, от 5000 ₽ бесплатно</td></tr><tr><td>Московская область</td><td>2–3 дня</td><td>490 ₽</td></tr><tr><td>Другие города</td><td>3–7 дней</td><td>считается в корзине</td></tr></tbody></table>
<p>Крупномеры и грунт от 100 литров привозит машина с подъёмником: день согласует диспетчер.</p>`,
    },
    en: {
      title: 'Delivery times and prices',
      summary: 'In Moscow, in Russia, and what the price depends on.',
      html: `<table><tbody><tr><th>Where to</th><th>How long</th><th>Price</th></tr><tr><td>Moscow within the ring road</td><td>1–2 days</td><td>350 ₽, free from 5000 ₽</td></tr><tr><td>Moscow region</td><td>2–3 days</td><td>490 ₽</td></tr><tr><td>Other towns</td><td>3–7 days</td><td>counted in the basket</td></tr></tbody></table>
<p>Large trees and soil from 100 litres come by a lorry with a lift: the dispatcher arranges the day.</p>`,
    },
  },
  {
    key: 'change-order',
    category: 'orders',
    author: 'anna',
    related: ['where'],
    opinions: [27, 3],
    ru: {
      title: 'Изменить адрес, состав или день доставки',
      summary: 'Пока заказ собирают, меняется всё; потом — только день и адрес.',
      html: `<h2>Заказ ещё собирают</h2>
<p>В кабинете откройте заказ и нажмите «Изменить». Состав, адрес и день можно поменять сколько угодно раз.</p>
<h2>Заказ уже в пути</h2>
<p>Ответьте на письмо о заказе: мы успеем поменять день и адрес внутри того же города. Убрать товар можно будет при получении.</p>`,
    },
    en: {
      title: 'Change the address, the contents or the day',
      summary: 'While it is being packed, everything; later, the day and the address.',
      html: `<h2>It is still being packed</h2>
<p>Open the order in your account and press “Change”. Contents, address and day can change as often as you like.</p>
<h2>It is on its way</h2>
<p>Answer the letter about the order: the day and the address within the same town can still change. You may refuse an item when it comes.</p>`,
    },
  },
  {
    key: 'pick-up',
    category: 'pickUp',
    author: 'marina',
    opinions: [19, 1],
    ru: {
      title: 'Как забрать заказ из пункта выдачи',
      summary: 'Что взять с собой и сколько заказ ждёт.',
      html: `<ol><li><p>Дождитесь письма «Заказ ждёт вас»: в нём код из шести цифр.</p></li><li><p>Назовите код. Паспорт нужен, только если оплачивали на юрлицо.</p></li><li><p>Проверьте растения при сотруднике: повреждённое можно вернуть тут же.</p></li></ol>
<aside data-kind="warning"><p>Заказ ждёт пять дней. Живые растения дольше держать нельзя, потом они уезжают обратно.</p></aside>`,
    },
    en: {
      title: 'How to collect an order',
      summary: 'What to bring, and how long it waits.',
      html: `<ol><li><p>Wait for the letter “Your order waits for you”: there is a code of six digits in it.</p></li><li><p>Say the code. A passport is needed only where a company paid.</p></li><li><p>Look at the plants there: what is damaged goes back at once.</p></li></ol>
<aside data-kind="warning"><p>It waits five days. Living plants cannot wait longer; then they travel back.</p></aside>`,
    },
  },
  {
    key: 'new-point',
    category: 'pickUp',
    author: 'marina',
    stand: 'scheduled',
    ru: {
      title: 'Новый пункт выдачи на Садовой',
      summary: 'Открывается с понедельника, работает без выходных.',
      html: `<p>С понедельника заказы можно забирать на Садовой, 14. Пункт работает каждый день с 9 до 21.</p>
<p>Есть стоянка на шесть машин и тележка для крупных растений.</p>`,
    },
  },
]
