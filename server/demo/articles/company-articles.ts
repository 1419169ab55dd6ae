import type { DemoArticle } from './demo-article.ts'

export const companyArticles: readonly DemoArticle[] = [
  {
    key: 'closing',
    category: 'companies',
    author: 'marina',
    tags: { ru: ['эдо', 'акт', 'накладная'], en: ['e-documents'] },
    opinions: [14, 2],
    ru: {
      title: 'Закрывающие документы: где взять и как обменяться через ЭДО',
      summary: 'УПД приходит в день отгрузки; на бумаге — по запросу.',
      html: `<p>УПД уходит в ЭДО в день отгрузки. Если роуминг с вашим оператором ещё не настроен, мы отправим приглашение за день.</p>
<table><tbody><tr><th>Оператор</th><th>Идентификатор</th></tr><tr><td>Диадок</td><td><code>2BM-7700000000</code></td></tr><tr><td>СБИС</td><td><code>2BE-7700000000</code></td></tr></tbody></table>
<p>Акт сверки за квартал закажите письмом: ответим в течение двух рабочих дней.</p>`,
    },
    en: {
      title: 'Closing documents and how to exchange them electronically',
      summary: 'They come on the day of shipping; on paper when asked for.',
      html: `<p>Documents leave electronically on the day of shipping. If your operator is not connected with ours yet, we send an invitation within a day.</p>
<p>Ask for a reconciliation of a quarter by mail: it takes two working days.</p>`,
    },
  },
  {
    key: 'api',
    category: 'companies',
    author: 'timur',
    tags: { ru: ['api', 'обмен'], en: ['api', 'integration'] },
    opinions: [11, 3],
    ru: {
      title: 'Остатки и цены через API',
      summary: 'Ключ, первый запрос и ограничения.',
      html: `<p>Ключ выпускает администратор компании: «Настройки» → «Обмен данными».</p>
<pre><code class="language-bash">curl -H "Authorization: Bearer КЛЮЧ" \\
  "https://api.romashka.example/v2/stock?sku=GRT-014"</code></pre>
<p>Ответ приходит в JSON. Не чаще 60 запросов в минуту: сверх этого ответ 429 и заголовок <code>Retry-After</code>.</p>
<h2>Частые ошибки</h2>
<ul><li><p><code>401</code> — ключ отозван или из другой среды.</p></li><li><p><code>404</code> — артикул снят с продажи.</p></li></ul>`,
    },
    en: {
      title: 'Stock and prices by the API',
      summary: 'The key, the first request and the limits.',
      html: `<p>A company’s administrator makes the key under “Settings” → “Data exchange”.</p>
<pre><code class="language-bash">curl -H "Authorization: Bearer KEY" \\
  "https://api.romashka.example/v2/stock?sku=GRT-014"</code></pre>
<p>At most 60 requests a minute; beyond that 429 with <code>Retry-After</code>.</p>`,
    },
  },
  {
    key: 'company-mail',
    category: 'desk',
    author: 'dmitry',
    ru: {
      title: 'Письма не доходят на корпоративный домен: что проверить',
      summary: 'Серые списки, запасной адрес, когда звать дежурного.',
      html: `<ol><li><p>В тикете откройте письмо и посмотрите «Доставку»: ответ 4xx — серый список.</p></li><li><p>Повторная отправка через 15 минут проходит почти всегда.</p></li><li><p>Три отказа подряд: отправьте с запасного адреса и заведите заметку с доменом.</p></li></ol>
<aside data-kind="danger"><p>Не присылайте пароль в ответе, даже временный. Только ссылку для смены.</p></aside>`,
    },
    en: {
      title: 'Letters do not reach a company’s domain: what to check',
      summary: 'Greylisting, the spare address, whom to call.',
      html: `<ol><li><p>Open the letter in the ticket and look at its delivery: 4xx is greylisting.</p></li><li><p>Sending again after 15 minutes nearly always works.</p></li><li><p>Three refusals: send from the spare address and note the domain.</p></li></ol>`,
    },
  },
  {
    key: 'decide-returns',
    category: 'desk',
    author: 'olga',
    ru: {
      title: 'Возврат растений: что решает первая линия сама',
      summary: 'До 3000 ₽ без согласования, дальше — Возвраты.',
      html: `<table><tbody><tr><th>Сумма</th><th>Кто решает</th><th>Срок</th></tr><tr><td>до 3000 ₽</td><td>вы, по фото</td><td>сразу</td></tr><tr><td>3000–15 000 ₽</td><td>отдел возвратов</td><td>4 часа</td></tr><tr><td>выше</td><td>руководитель смены</td><td>день</td></tr></tbody></table>
<p>Сначала спросите, чего хочет клиент: замены, денег или скидки. Чаще всего хотят замены.</p>`,
    },
    en: {
      title: 'Returned plants: what the first line decides itself',
      summary: 'Up to 3000 ₽ without asking, above that the returns team.',
      html: `<table><tbody><tr><th>Sum</th><th>Who decides</th><th>When</th></tr><tr><td>up to 3000 ₽</td><td>you, by the picture</td><td>at once</td></tr><tr><td>3000–15,000 ₽</td><td>returns</td><td>4 hours</td></tr><tr><td>above</td><td>the lead on duty</td><td>a day</td></tr></tbody></table>`,
    },
  },
]
