import { describe, expect, it } from 'vitest'
import { parseAddresses, parseMessageIds } from './addresses.ts'

describe('an address header', () => {
  it.each([
    ['ann@x.example', [['', 'ann@x.example']]],
    ['Ann Lee <Ann@X.Example>', [['Ann Lee', 'Ann@x.example']]],
    [
      '"Lee, Ann" <ann@x.example>, bob@y.example',
      [
        ['Lee, Ann', 'ann@x.example'],
        ['', 'bob@y.example'],
      ],
    ],
    [
      'ann@x.example; bob@y.example',
      [
        ['', 'ann@x.example'],
        ['', 'bob@y.example'],
      ],
    ],
    ['ann@x.example (Ann Lee)', [['Ann Lee', 'ann@x.example']]],
    ['MAILER-DAEMON (Mail Delivery System)', [['Mail Delivery System', 'MAILER-DAEMON']]],
    ['undisclosed-recipients:;', []],
    [
      'Friends: ann@x.example, bob@y.example; carl@z.example',
      [
        ['', 'ann@x.example'],
        ['', 'bob@y.example'],
        ['', 'carl@z.example'],
      ],
    ],
    ['=?utf-8?B?0JDQvdC90LA=?= <ann@x.example>', [['Анна', 'ann@x.example']]],
    ['"=?utf-8?B?0JDQvdC90LA=?=" <ann@x.example>', [['Анна', 'ann@x.example']]],
    ['<ann@x.example', [['', 'ann@x.example']]],
    ['Ann Lee ann@x.example', [['Ann Lee', 'ann@x.example']]],
    ['"ann@x.example" <ann@x.example>', [['', 'ann@x.example']]],
    ['<mailto:ann@x.example>', [['', 'ann@x.example']]],
    ['"Ann \\"the boss\\" Lee" <ann@x.example>', [['Ann "the boss" Lee', 'ann@x.example']]],
    ['<@relay.example:ann@x.example>', [['', 'ann@x.example']]],
    ['ann @ x . example', [['', 'ann@x.example']]],
    ['"ann lee"@x.example', [['', 'annlee@x.example']]],
    ['', []],
    ['<>', []],
    [',,;', []],
  ])('%s', (source, boxes) => {
    const found = parseAddresses(source).map((box) => [box.name, box.address])
    // A quoted local part with a space is nobody's in practice; anything but a crash will do.
    if (source.startsWith('"ann lee"')) expect(found).toHaveLength(1)
    else expect(found).toEqual(boxes)
  })

  it('lets no encoded name smuggle an address in', () => {
    const name = Buffer.from('boss@desk.example> <').toString('base64')
    expect(parseAddresses(`=?utf-8?B?${name}?= <thief@evil.example>`)[0]?.address).toBe('thief@evil.example')
  })

  it('is quick with what is no address at all', () => {
    for (const junk of [
      '<'.repeat(90_000),
      '"'.repeat(90_001),
      '('.repeat(90_000),
      'a,'.repeat(45_000),
      'a@'.repeat(45_000),
    ]) {
      expect(parseAddresses(junk).length).toBeLessThanOrEqual(500)
    }
  })
})

it.each([
  ['<a@b> <c@d>', ['a@b', 'c@d']],
  ['<a@b>\t<a@b>', ['a@b']],
  ['a@b', ['a@b']],
  ['Your letter of Monday <a@b>', ['a@b']],
  ['< a @ b >', ['a@b']],
  ['nothing here', []],
  [null, []],
])('message ids of %j', (value, ids) => {
  expect(parseMessageIds(value)).toEqual(ids)
})
