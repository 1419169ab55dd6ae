import { crc32, deflateSync } from 'node:zlib'
import type { Random } from './random.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** A picture in memory, three bytes a pixel. */
interface Canvas {
  width: number
  height: number
  pixels: Buffer
}

/** A canvas whose colour changes from row to row only; so do the boxes: a row is copied, not painted. */
function canvasOf(width: number, height: number, colour: (y: number) => Colour): Canvas {
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) pixels.fill(Buffer.from(colour(y)), y * width * 3, (y + 1) * width * 3)
  return { width, height, pixels }
}

function fillBox(
  { width, height, pixels }: Canvas,
  left: number,
  top: number,
  boxWidth: number,
  boxHeight: number,
  colour: Colour,
): void {
  const [from, to] = [Math.max(0, left), Math.min(width, left + boxWidth)]
  const paint = Buffer.from(colour)
  for (let y = Math.max(0, top); y < Math.min(height, top + boxHeight); y++) {
    if (from < to) pixels.fill(paint, (y * width + from) * 3, (y * width + to) * 3)
  }
}

function fillDisc(canvas: Canvas, atX: number, atY: number, radius: number, colour: Colour): void {
  for (let dy = -radius; dy <= radius; dy++) {
    const half = Math.floor(Math.sqrt(radius ** 2 - dy ** 2))
    fillBox(canvas, atX - half, atY + dy, half * 2, 1, colour)
  }
}

/** A browser window with a page in it and a red box where it went wrong. */
export function drawScreenshot(random: Random): Buffer {
  const canvas = canvasOf(640, 400, () => [244, 243, 241])
  fillBox(canvas, 0, 0, 640, 36, [225, 223, 219])
  const lights: readonly Colour[] = [
    [226, 98, 90],
    [232, 182, 76],
    [98, 186, 108],
  ]
  for (const [index, light] of lights.entries()) fillDisc(canvas, 20 + index * 20, 18, 6, light)
  fillBox(canvas, 96, 9, 420, 18, [250, 250, 249])
  fillBox(canvas, 24, 56, 160, 320, [255, 255, 255])
  fillBox(canvas, 204, 56, 412, 320, [255, 255, 255])
  for (let line = 0; line < 7; line++)
    fillBox(canvas, 40, 78 + line * 30, random.between(60, 124), 8, [214, 211, 206])
  fillBox(canvas, 224, 78, random.between(180, 300), 14, [92, 90, 85])
  fillBox(canvas, 224, 112, 372, 56, [253, 234, 232])
  fillBox(canvas, 224, 112, 4, 56, [194, 49, 43])
  fillBox(canvas, 244, 128, random.between(200, 320), 8, [194, 49, 43])
  fillBox(canvas, 244, 146, random.between(120, 260), 8, [222, 150, 146])
  for (let line = 0; line < 5; line++)
    fillBox(canvas, 224, 196 + line * 26, random.between(240, 372), 8, [225, 222, 217])
  fillBox(canvas, 224, 332, 110, 28, [47, 91, 234])
  return encodePng(canvas)
}

/** A pot with a plant on a windowsill, out of a few circles. */
export function drawPhoto(random: Random): Buffer {
  const warmth = random.between(0, 30)
  const canvas = canvasOf(520, 390, (y) => [
    206 + warmth - Math.floor(y / 12),
    220 - Math.floor(y / 14),
    226 - Math.floor(y / 9),
  ])
  fillBox(canvas, 0, 300, 520, 90, [176, 138, 98])
  fillBox(canvas, 0, 300, 520, 6, [150, 114, 78])
  for (let leaf = 0; leaf < 26; leaf++) {
    const shade = random.between(0, 50)
    const isDry = random.chance(0.25)
    const colour: Colour = isDry ? [168 + shade / 2, 132 + shade / 3, 62] : [52 + shade, 112 + shade, 58]
    fillDisc(canvas, random.between(180, 340), random.between(70, 200), random.between(14, 34), colour)
  }
  fillBox(canvas, 196, 206, 128, 100, [186, 98, 62])
  fillBox(canvas, 186, 196, 148, 22, [202, 112, 74])
  const crack = random.between(220, 290)
  for (let step = 0; step < 86; step++)
    fillBox(canvas, crack + ((step * 7) % 9) - 4, 218 + step, 3, 2, [92, 44, 28])
  return encodePng(canvas)
}

/** PNG, 8 bits a channel without alpha (RFC 2083). */
function encodePng({ width, height, pixels }: Canvas): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y++) {
    pixels.copy(rows, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 4 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
