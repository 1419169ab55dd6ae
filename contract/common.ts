import * as z from 'zod'

/** A row's number; every noun counts on its own. */
export const Id = z.int().positive().max(Number.MAX_SAFE_INTEGER)
/** The same in a path or a query, where everything is text. */
export const IdInPath = z.coerce.number().pipe(Id)
export const ById = z.object({ id: IdInPath })

/** RFC 3339, UTC. */
export const Instant = z.iso.datetime()
export const Language = z.enum(['ru', 'en'])
export type Language = z.infer<typeof Language>

const Name = z.string().trim().min(1).max(200)
/** A word the administrator chose, in both languages of the desk. */
export const Names = z.object({ ru: Name, en: Name })
export type Names = z.infer<typeof Names>

/** Mail also goes round inside a company, where a host has no dot: `support@localhost` is an address. */
const emailPattern = /^[^\s@<>()[\]\\,;:"]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u
export const EmailAddress = z.string().trim().toLowerCase().max(254).regex(emailPattern)

export const PersonAddress = z.object({ address: z.string(), name: z.string() })
export type PersonAddress = z.infer<typeof PersonAddress>

export const PageQuery = z.object({
  /** What `nextCursor` said; opaque. */
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** One page of a list; `nextCursor` is null on the last. */
export function page<T extends z.core.$ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** `#2f5bea`. */
export const Colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/)
/** `https://shop.example`, as browsers say where a page is from. */
export const Site = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(/^https?:\/\/[^\s/?#@]+$/)

export const Empty = z.object({})
