import * as z from 'zod'
import { Instant, Language } from './common.ts'
import { PortalLook } from './portal-settings.ts'
import { route } from './route.ts'

const tag = 'portal'
const access = 'portal.manage'
const Name = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z-]*$/)
const ByName = z.object({ name: Name })
/** What one template may hold, in characters. */
export const mostPortalTemplateChars = 60_000
const Source = z.string().max(mostPortalTemplateChars * 2)

export const PortalTemplateItem = z.object({
  name: Name,
  isChanged: z.boolean(),
  /** The built-in one is another than when this was changed. */
  isOutdated: z.boolean(),
  /** It no longer renders, so the built-in one is shown in its place. */
  isBroken: z.boolean(),
  updatedAt: Instant.nullable(),
  updatedBy: z.string().nullable(),
})
export type PortalTemplateItem = z.infer<typeof PortalTemplateItem>

export const PortalTemplate = PortalTemplateItem.extend({
  source: z.string(),
  builtIn: z.string(),
  /** The pages it is seen on, by name; the first shows it best. */
  pages: z.array(Name),
  /** 0 while it is as it came. */
  version: z.int(),
})
export type PortalTemplate = z.infer<typeof PortalTemplate>

/** What is wrong with a template, in the `detail` of `bad_template`. */
export const PortalTemplateProblem = z.object({
  problem: z.enum([
    'unclosed_output',
    'unclosed_tag',
    'unknown_tag',
    'unknown_filter',
    'unknown_template',
    'too_long',
    'too_much',
    'no_content',
    'syntax',
  ]),
  /** Where it was found: another one where a page of this one shows it. */
  template: Name,
  line: z.int(),
  word: z.string(),
})
export type PortalTemplateProblem = z.infer<typeof PortalTemplateProblem>

export const listPortalTemplates = route({
  method: 'GET',
  path: '/portal-templates',
  summary: 'The portal’s templates, and which of them were changed',
  tag,
  access,
  response: z.object({ items: z.array(PortalTemplateItem) }),
})
export const getPortalTemplate = route({
  method: 'GET',
  path: '/portal-templates/:name',
  summary: 'A template as it is and as it came',
  tag,
  access,
  params: ByName,
  response: PortalTemplate,
})
export const savePortalTemplate = route({
  method: 'PUT',
  path: '/portal-templates/:name',
  summary: 'Change a template; every page it is seen on is rendered first',
  tag,
  access,
  params: ByName,
  body: z.object({ source: Source, version: z.int() }),
  response: PortalTemplate,
})
export const resetPortalTemplate = route({
  method: 'DELETE',
  path: '/portal-templates/:name',
  summary: 'Take a template back to what it was as it came',
  tag,
  access,
  params: ByName,
  query: z.object({ version: z.coerce.number().int() }),
  response: PortalTemplate,
})
export const previewPortal = route({
  method: 'POST',
  path: '/portal-previews',
  summary: 'A page of the portal with an example’s data, as it would look with what is not saved yet',
  tag,
  access,
  body: z.object({
    page: Name,
    language: Language,
    isDark: z.boolean().default(false),
    look: PortalLook.optional(),
    template: z.object({ name: Name, source: Source }).optional(),
  }),
  response: z.object({ html: z.string() }),
})
