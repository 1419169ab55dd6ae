import { strToU8, zipSync } from 'fflate'

/** A picture of one dot. */
export const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** A zip archive of these files. */
export function archiveOf(files: Record<string, string | Uint8Array>): Buffer {
  const bytes = Object.entries(files).map(
    ([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content] as const,
  )
  return Buffer.from(zipSync(Object.fromEntries(bytes)))
}

/** A small handbook as people keep one: two languages, links, a picture, a file, and things that are wrong. */
export const handbook: Record<string, string | Uint8Array> = {
  'ru/first-steps/index.md': '# Первые шаги\n\nС чего начать работу.\n',
  'en/first-steps/README.md': '# First steps\n\nWhere to begin.\n',
  'ru/first-steps/install.md': `---
title: Установка
description: Как поставить
tags: [установка, старт]
---
Скачайте [памятку](../files/notes.pdf) и читайте [о входе](login.md#сброс-пароля).

> [!WARNING]
> Сначала **копия**.

![Окно](../../pictures/window.png)

| Шаг | Срок |
| --- | --- |
| 1 | час |

- [x] скачано
- [ ] проверено

https://youtu.be/dQw4w9WgXcQ

\`\`\`bash
npm start
\`\`\`
`,
  'en/first-steps/install.md': '# Installing\n\nSee [signing in](login.md) and [nothing](lost.md).\n',
  'ru/first-steps/login.md': '# Вход\n\n## Сброс пароля\n\nСюда ведёт [установка](./install.md).\n',
  'ru/files/notes.pdf': '%PDF-1.4 notes',
  'pictures/window.png': dot,
  'pictures/unused.png': Buffer.concat([dot, Buffer.from('x')]),
  'faq/payment.en.html':
    '<html><head><title>Paying</title><style>p{}</style></head><body><h1>Paying by card</h1><p onclick="x()">Yes<script>hit()</script></p><img src="https://spy.example/x.gif"></body></html>',
  'faq/payment.ru.md': '# Оплата картой\n\nДа.\n',
  'faq/broken.md': '---\ntitle: [\n---\n\nТекст\n',
  '.git/config': 'x',
}
