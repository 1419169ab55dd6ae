import { drawPdf } from './draw-pdf.ts'
import { drawPhoto, drawScreenshot } from './draw-png.ts'
import type { Random } from './random.ts'
import type { SampleFile } from './script.ts'

export interface MadeFile {
  name: string
  mime: string
  bytes: Buffer
}

/** A small real file of the kind a story speaks of; every one differs a little, as files do. */
export function makeSampleFile(kind: SampleFile, language: 'ru' | 'en', random: Random): MadeFile {
  const number = random.between(100, 9999)
  const isRussian = language === 'ru'
  if (kind === 'screenshot') {
    const name = isRussian ? `скриншот-${number}.png` : `screenshot-${number}.png`
    return { name, mime: 'image/png', bytes: drawScreenshot(random) }
  }
  if (kind === 'photo') {
    const name = isRussian ? `фото-${number}.png` : `IMG_${number}.png`
    return { name, mime: 'image/png', bytes: drawPhoto(random) }
  }
  const names = {
    invoice: isRussian ? `Счёт ${number}.pdf` : `Invoice ${number}.pdf`,
    act: isRussian ? `Документ ${number}.pdf` : `Document ${number}.pdf`,
  }
  const lines = [
    `${kind === 'invoice' ? 'Invoice' : 'Statement'} No. ${number}`,
    'Romashka Ltd., 14 Garden Street',
    '',
    `Goods and services: ${random.between(2, 18)} lines`,
    `Total: ${random.between(40, 1900)}.00`,
    '',
    'A sample document of the demo desk. It owes nobody anything.',
  ]
  return { name: names[kind], mime: 'application/pdf', bytes: drawPdf(lines) }
}
