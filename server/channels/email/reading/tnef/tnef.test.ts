import { describe, expect, it } from 'vitest'
import { parseLetter } from '../parse.ts'
import { decompressRtf } from './rtf-compressed.ts'
import { rtfToHtml } from './rtf-to-html.ts'
import { readTnef } from './tnef.ts'

function attribute(level: number, tag: number, value: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt8(level, 0)
  head.writeUInt32LE(tag, 1)
  head.writeUInt32LE(value.length, 5)
  return Buffer.concat([head, value, Buffer.alloc(2)])
}

function variable(type: number, id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16LE(type, 0)
  head.writeUInt16LE(id, 2)
  head.writeUInt32LE(1, 4)
  head.writeUInt32LE(value.length, 8)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}

function properties(...list: Buffer[]): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32LE(list.length, 0)
  return Buffer.concat([count, ...list])
}

function stored(rtf: string): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(rtf.length, 4)
  head.write('MELA', 8, 'latin1')
  return Buffer.concat([head, Buffer.from(rtf, 'latin1')])
}

const signature = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0])
const rtf = String.raw`{\rtf1\ansi\ansicpg1251\fromhtml1 {\*\htmltag64 <p>}\htmlrtf ignored \htmlrtf0 \'cf\'f0\'e8\'e2\'e5\'f2 \u1072?{\*\htmltag72 </p>}}`
const winmail = Buffer.concat([
  signature,
  attribute(1, 0x00069007, Buffer.from([0xe3, 0x04, 0, 0, 0, 0, 0, 0])),
  attribute(1, 0x00069003, properties(variable(0x102, 0x1009, stored(rtf)))),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('REPORT~1.DOC\0')),
  attribute(2, 0x0006800f, Buffer.from('the document')),
  attribute(
    2,
    0x00069005,
    properties(
      variable(0x1f, 0x3707, Buffer.from('Отчёт за год.doc\0', 'utf16le')),
      variable(0x1e, 0x370e, Buffer.from('application/msword\0')),
    ),
  ),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from([0xd1, 0xf7, 0xb8, 0xf2, 0x2e, 0x70, 0x64, 0x66, 0])),
  attribute(2, 0x0006800f, Buffer.from('pdf')),
])

describe('winmail.dat', () => {
  it('gives its files and the HTML hidden in its RTF', () => {
    const found = readTnef(winmail)
    expect(
      found.attachments.map((file) => [file.name, file.mime, Buffer.from(file.content).toString()]),
    ).toEqual([
      ['Отчёт за год.doc', 'application/msword', 'the document'],
      ['Счёт.pdf', 'application/octet-stream', 'pdf'],
    ])
    expect(found.html?.trim()).toBe('<p>Привет а</p>')
  })

  it('gives its body however it is stored', () => {
    const message = (...list: Buffer[]): Buffer =>
      Buffer.concat([signature, attribute(1, 0x00069003, properties(...list))])
    expect(readTnef(message(variable(0x102, 0x1013, Buffer.from('<p>Счёт</p>')))).html).toBe('<p>Счёт</p>')
    expect(readTnef(message(variable(0x1f, 0x1000, Buffer.from('Счёт\0', 'utf16le')))).text).toBe('Счёт')
    expect(
      readTnef(
        Buffer.concat([
          signature,
          attribute(1, 0x00069007, Buffer.from([0xe3, 0x04, 0, 0, 0, 0, 0, 0])),
          attribute(1, 0x0002800c, Buffer.from([0xd1, 0xf7, 0xb8, 0xf2, 0])),
        ]),
      ).text,
    ).toBe('Счёт')
    expect(readTnef(message(variable(0x102, 0x1009, stored('{\\rtf1 Text}\0\0')))).html).toBe('Text')
  })

  it('inside another gives its files and its text', () => {
    const outer = Buffer.concat([
      signature,
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from('Forwarded.msg\0')),
      attribute(
        2,
        0x00069005,
        properties(variable(0x0d, 0x3701, Buffer.concat([Buffer.alloc(16), winmail]))),
      ),
    ])
    expect(readTnef(outer).attachments.map((file) => file.name)).toEqual([
      'Forwarded.html',
      'Отчёт за год.doc',
      'Счёт.pdf',
    ])
  })

  it('is unpacked inside a letter', () => {
    const letter = parseLetter(
      Buffer.from(
        `From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n \r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${winmail.toString('base64')}\r\n--b--\r\n`,
      ),
    )
    expect(letter.attachments.map((file) => file.name)).toEqual(['Отчёт за год.doc', 'Счёт.pdf'])
    expect(letter.text).toContain('Привет')
  })

  it('survives damage anywhere', () => {
    for (let cut = 0; cut < winmail.length - 4; cut += 3) {
      readTnef(winmail.subarray(0, cut))
      const spoilt = Buffer.from(winmail)
      spoilt.fill(0xff, cut, cut + 4)
      readTnef(spoilt)
    }
    expect(readTnef(Buffer.from('not a winmail.dat'))).toEqual({
      attachments: [],
      html: null,
      rtf: null,
      text: null,
    })
  })

  it('does not count values that take no room, nor believe a size', () => {
    const many = Buffer.from([0x01, 0x10, 0x00, 0x10, 0xff, 0xff, 0xff, 0xff])
    const claimed = stored('{\\rtf1 x}')
    claimed.writeUInt32LE(0xffffffff, 4)
    const found = readTnef(
      Buffer.concat([
        signature,
        attribute(1, 0x00069003, properties(many, variable(0x102, 0x1009, claimed))),
      ]),
    )
    expect(found.rtf).toBe('{\\rtf1 x}')
  })
})

describe('RTF', () => {
  it('is decompressed as its specification shows', () => {
    // [MS-OXRTFCP] 3.2.1
    const bytes = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
      'hex',
    )
    expect(decompressRtf(bytes)?.toString('latin1')).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
  })

  it('reads bytes in the charset of their font', () => {
    expect(
      rtfToHtml(
        String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fprq2\fcharset204 Arial Cyr;}}\f0 \'e9t\'e9 {\f1 \'d1\'f7\'b8\'f2} \'e9}`,
      ),
    ).toBe('été Счёт é')
  })

  it('without HTML becomes lines', () => {
    expect(
      rtfToHtml(
        String.raw`{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 One \{1\} < two\par Three\line{\*\generator x;}}`,
      ),
    ).toBe('One {1} &lt; two<br>\nThree<br>\n')
  })
})
