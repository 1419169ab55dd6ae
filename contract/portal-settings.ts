import * as z from 'zod'
import { Colour, Language } from './common.ts'
import { route } from './route.ts'

const tag = 'portal'
const access = 'portal.manage'
const Texts = (mostChars: number) =>
  z.object({ ru: z.string().trim().max(mostChars), en: z.string().trim().max(mostChars) })
/** A name of a host as people write it, in any letters; without a port. */
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[\p{L}\d]([\p{L}\d-]*[\p{L}\d])?(\.[\p{L}\d]([\p{L}\d-]*[\p{L}\d])?)+$/u)

/** What a logo may weigh. */
export const mostLogoBytes = 512 * 1024
/** Links under every page. */
const mostFooterLinks = 12

export const FooterLink = z.object({
  titles: Texts(80),
  /** A page of any site, an address to write to, or a telephone number. */
  url: z
    .string()
    .trim()
    .max(500)
    .regex(/^(https?:\/\/[^\s/?#]|mailto:[^\s@]+@[^\s@]|tel:\+?\d)/i),
})
export type FooterLink = z.infer<typeof FooterLink>

/** How the portal looks; what is empty or null is as it comes. */
export const PortalLook = z.object({
  /** What it is called; the desk’s name where nothing is said. */
  names: Texts(80),
  accent: Colour.nullable(),
  accentDark: Colour.nullable(),
  /** The heading of the front page and the line under it. */
  greetings: z.object({ title: Texts(120), text: Texts(400) }),
  footer: z.array(FooterLink).max(mostFooterLinks),
})
export type PortalLook = z.infer<typeof PortalLook>

const settings = {
  isOn: z.boolean(),
  ...PortalLook.shape,
  /** Its own host, with the portal at its root; null where it lies under /help. */
  host: Host.nullable(),
  languages: z.array(Language).min(1).max(2),
  /** Customers choose a category in a new request. */
  asksCategory: z.boolean(),
  /** A new request offers the desk’s forms. */
  showsForms: z.boolean(),
  /** Letters to a customer say where their ticket is shown. */
  linksLetters: z.boolean(),
}

export const PortalSettings = z.object({
  ...settings,
  deskName: z.string(),
  /** The address of its front page. */
  url: z.string(),
  logo: z.object({ url: z.string(), mime: z.string() }).nullable(),
  version: z.int(),
})
export type PortalSettings = z.infer<typeof PortalSettings>

export const getPortalSettings = route({
  method: 'GET',
  path: '/portal-settings',
  summary: 'The portal: whether it is on, where it is, what it is called and how it looks',
  tag,
  access,
  response: PortalSettings,
})
export const updatePortalSettings = route({
  method: 'PATCH',
  path: '/portal-settings',
  summary: 'Change the portal; what is left out stays',
  tag,
  access,
  body: z.object({ ...z.object(settings).partial().shape, version: z.int() }),
  response: PortalSettings,
})
/** The body is the picture itself (`application/octet-stream`): PNG, JPEG or WebP, told by its bytes. */
export const uploadPortalLogo = route({
  method: 'POST',
  path: '/portal-settings/logo',
  summary: 'Give the portal a logo',
  tag,
  access,
  query: z.object({ version: z.coerce.number().int() }),
  response: PortalSettings,
})
export const removePortalLogo = route({
  method: 'DELETE',
  path: '/portal-settings/logo',
  summary: 'Take the logo off the portal',
  tag,
  access,
  query: z.object({ version: z.coerce.number().int() }),
  response: PortalSettings,
})

export const PortalHostCheck = z.object({
  host: z.string(),
  /** `ready`: the name leads where the desk’s own does. `elsewhere`: somewhere else, which a proxy may well explain. */
  state: z.enum(['ready', 'elsewhere', 'no_address', 'unknown']),
  addresses: z.array(z.string()),
  deskHost: z.string(),
  deskAddresses: z.array(z.string()),
  isHttps: z.boolean(),
})
export type PortalHostCheck = z.infer<typeof PortalHostCheck>

export const checkPortalHost = route({
  method: 'POST',
  path: '/portal-host-checks',
  summary: 'Where a host’s name leads, before the portal is moved to it',
  tag,
  access,
  body: z.object({ host: Host }),
  response: PortalHostCheck,
})
