import type { DemoArticle } from './demo-article.ts'

export const gardenArticles: readonly DemoArticle[] = [
  {
    key: 'hydrangea',
    category: 'garden',
    author: 'anna',
    tags: { ru: ['гортензия', 'полив'], en: ['hydrangea', 'watering'] },
    related: ['planting'],
    opinions: [73, 4],
    comments: [{ helped: true, ru: 'Полила дождевой водой, ожила!', en: 'Rain water it was. It lives!' }],
    ru: {
      title: 'У гортензии сохнут края листьев',
      summary: 'Вода, солнце или почва: как понять и что делать.',
      html: `<p>Края сохнут по одной из трёх причин. Начните с первой: она бывает чаще всего.</p>
<h2>Жёсткая вода</h2>
<p>Поливайте отстоянной или дождевой водой, два раза в неделю по ведру на взрослый куст, а не понемногу каждый день.</p>
<h2>Полуденное солнце</h2>
<p>С 12 до 16 часов нужна тень. Притените куст агроволокном или пересадите осенью.</p>
<h2>Щелочная почва</h2>
<p>Проверьте кислотность: нужно 4,5–5,5. Кислый торф и мульча из хвои вернут её за сезон.</p>
<aside data-kind="danger"><p>Не подкармливайте ослабленный куст: сначала вода и тень, удобрения через две недели.</p></aside>`,
    },
    en: {
      title: 'The edges of hydrangea leaves dry up',
      summary: 'Water, sun or soil: how to tell, and what to do.',
      html: `<p>There are three reasons. Begin with the first: it is the most frequent.</p>
<h2>Hard water</h2>
<p>Use rain water or water that has stood, a bucket twice a week for a grown bush, rather than a little every day.</p>
<h2>Sun at noon</h2>
<p>It needs shade from 12 to 4 pm. Shade it, or move it in autumn.</p>
<h2>Alkaline soil</h2>
<p>Measure it: 4.5–5.5 is right. Acid peat and a mulch of needles bring it back in a season.</p>
<aside data-kind="danger"><p>Do not feed a weak bush: water and shade first, food two weeks later.</p></aside>`,
    },
  },
  {
    key: 'planting',
    category: 'garden',
    author: 'anna',
    opinions: [38, 2],
    ru: {
      title: 'Посадка саженца из контейнера за десять минут',
      summary: 'Яма, почва, полив и первые две недели.',
      html: `<ol><li><p>Поставьте контейнер в воду на полчаса.</p></li><li><p>Выкопайте яму вдвое шире кома и той же глубины.</p></li><li><p>Смешайте землю с компостом, 3 к 1.</p></li><li><p>Посадите так, чтобы верх кома был вровень с землёй.</p></li><li><p>Вылейте ведро воды и замульчируйте.</p></li></ol>
<p>Две недели поливайте через день, если нет дождя.</p>`,
    },
    en: {
      title: 'Planting from a container in ten minutes',
      summary: 'The hole, the soil, the water and the first two weeks.',
      html: `<ol><li><p>Put the container into water for half an hour.</p></li><li><p>Dig a hole twice as wide as the root ball and as deep.</p></li><li><p>Mix soil and compost, 3 to 1.</p></li><li><p>Set it level with the ground.</p></li><li><p>Give it a bucket of water and mulch.</p></li></ol>
<p>Water every other day for two weeks, unless it rains.</p>`,
    },
  },
  {
    key: 'winter',
    category: 'garden',
    author: 'anna',
    opinions: [16, 1],
    ru: {
      title: 'Как укрыть розы и гортензии на зиму',
      summary: 'Когда укрывать, чем и когда открывать.',
      html: `<p>Укрывайте, когда ночью стабильно −5 °C. Раньше нельзя: растения выпреют.</p>
<ul><li><p>Розы: окучить сухой землёй на 20 см, сверху лапник и спанбонд.</p></li><li><p>Гортензии: связать, пригнуть, накрыть воздушно-сухо.</p></li></ul>
<p>Открывайте постепенно, в пасмурный день, когда оттает земля.</p>`,
    },
  },
]
