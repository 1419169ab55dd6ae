import { isIP } from 'node:net'
import * as z from 'zod'

/** How a setting's text becomes a value, and the words for what is accepted. */
export interface ValueKind<T> {
  accepts: string
  parse: z.ZodType<T, string>
}

function kind<T>(accepts: string, parse: z.ZodType<T, string>): ValueKind<T> {
  return { accepts, parse }
}

const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most))

/** `note` explains an end of the range, such as what 0 means. */
export function number(least: number, most: number, note = ''): ValueKind<number> {
  return kind(`a whole number from ${least} to ${most}${note}`, wholeNumber(least, most))
}

export const portOrOff: ValueKind<number | 'off'> = kind(
  'a port from 0 to 65535 (0: any free one), or off',
  z.union([z.literal('off'), wholeNumber(0, 65535)]),
)

export const hostName: ValueKind<string> = kind(
  'an address or host name of this machine, such as 0.0.0.0, :: or 127.0.0.1',
  z.string().refine((text) => isIP(text) > 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text)),
)

export const text: ValueKind<string> = kind('any text', z.string())

export const folderPath: ValueKind<string> = kind('the path of a folder', z.string().regex(/^[^\0]+$/))

export const filePath: ValueKind<string> = kind('the path of a file', z.string().regex(/^[^\0]+$/))

export const longSecret: ValueKind<string> = kind('any text of at least 32 characters', z.string().min(32))

export function oneOf<const T extends string>(...words: T[]): ValueKind<T> {
  return kind(`one of ${words.join(', ')}`, z.enum(words))
}

export function listOf<const T extends string>(...words: T[]): ValueKind<T[]> {
  const parse = z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(words)).nonempty())
    .transform((list) => [...new Set(list)])
  return kind(`one or more of ${words.join(', ')}, separated by commas`, parse as z.ZodType<T[], string>)
}

export const flag: ValueKind<boolean> = kind(
  'true or false',
  z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1'),
)

function hasProtocol(address: string, protocols: string[]): boolean {
  return URL.canParse(address) && protocols.includes(new URL(address).protocol)
}

export const webAddress: ValueKind<string> = kind(
  'an http:// or https:// address without path, such as https://help.example.com',
  z
    .string()
    .refine((address) => hasProtocol(address, ['http:', 'https:']))
    .transform((address) => new URL(address))
    .refine((url) => url.pathname === '/' && !url.search && !url.hash && !url.username)
    .transform((url) => url.origin),
)

export const endpointAddress: ValueKind<string> = kind(
  'an http:// or https:// address, such as http://minio:9000',
  z.string().refine((address) => hasProtocol(address, ['http:', 'https:'])),
)

export const databaseAddress: ValueKind<string> = kind(
  'an address of the form postgres://user:password@host:5432/database',
  z.string().refine((address) => hasProtocol(address, ['postgres:', 'postgresql:'])),
)

export const mailServerAddress: ValueKind<string> = kind(
  'an address of the form smtps://user:password@host:465 or smtp://host:587',
  z
    .string()
    .refine((address) => hasProtocol(address, ['smtp:', 'smtps:']) && new URL(address).hostname !== ''),
)

/** Looser than an address on the internet: support@localhost is one here. */
export const mailAddress: ValueKind<string> = kind(
  'an e-mail address',
  z
    .string()
    .max(254)
    .regex(/^[^\s@<>(),;:"\\]+@[a-z\d]([a-z\d.-]*[a-z\d])?$/i)
    .transform((address) => address.toLowerCase()),
)

export const newPassword: ValueKind<string> = kind(
  'a password of 10 to 200 characters',
  z.string().min(10).max(200),
)

/** What Fastify's `trustProxy` takes. */
export const trustedProxies: ValueKind<boolean | number | string[]> = kind(
  'true, false, the number of proxies in front, or their addresses (10.0.0.0/8, 192.168.1.5) separated by commas',
  z.union([
    z.enum(['true', 'false']).transform((word) => word === 'true'),
    wholeNumber(1, 20),
    z
      .string()
      .transform((list) => list.split(',').map((item) => item.trim()))
      .pipe(z.array(z.string().refine(isNetwork)).nonempty()),
  ]) as z.ZodType<boolean | number | string[], string>,
)

/** Where requests to addresses that people type in may go besides the internet. */
export const privateNetworks: ValueKind<'none' | 'all' | string[]> = kind(
  'none, all, or addresses and networks (10.0.0.0/8, 192.168.1.5, ::1) separated by commas',
  z.union([
    z.enum(['none', 'all']),
    z
      .string()
      .transform((list) => list.split(',').map((item) => item.trim()))
      .pipe(z.array(z.string().refine(isNetwork)).nonempty()),
  ]) as z.ZodType<'none' | 'all' | string[], string>,
)

function isNetwork(item: string): boolean {
  const [address = '', bits, ...rest] = item.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
