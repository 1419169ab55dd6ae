import { describe, expect, it } from 'vitest'
import { cleanFileName, inventFileName, uniqueFileName } from './file-name.ts'

describe('a file name', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\anna\\Счёт.xlsx', 'Счёт.xlsx'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\r\nContent-Type: x.txt', 'aContent-Type_ x.txt'],
    ['%D0%90%D0%BA%D1%82.txt', 'Акт.txt'],
    ['100%25.txt', '100%25.txt'],
    ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'],
    ['.htaccess', 'htaccess'],
    ['...', ''],
    ['name.', 'name'],
    ['й.txt', 'й.txt'],
    ['\0\0', ''],
  ])('%j becomes %j', (raw, clean) => {
    expect(cleanFileName(raw)).toBe(clean)
  })

  it('keeps its extension when cut to 255 bytes', () => {
    const name = cleanFileName(`${'Длинное имя '.repeat(40)}.docx`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(name.endsWith('.docx')).toBe(true)
  })

  it('is made up when there is none, and different from the others', () => {
    expect(inventFileName('image/png')).toBe('image.png')
    expect(inventFileName('message/rfc822')).toBe('letter.eml')
    expect(inventFileName('application/x-unknown')).toBe('file.bin')
    const taken = new Set<string>()
    expect([1, 2, 3].map(() => uniqueFileName('Scan.PDF', taken))).toEqual([
      'Scan.PDF',
      'Scan (2).PDF',
      'Scan (3).PDF',
    ])
    expect(uniqueFileName('scan.pdf', taken)).toBe('scan (4).pdf')
  })
})
