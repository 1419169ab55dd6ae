import * as z from 'zod'
import { ById, Id, Instant, Language } from './common.ts'
import { FormField, FormFieldKind, FormKey, FormTexts } from './web-forms.ts'
import { route } from './route.ts'

const tag = 'forms'

/** How a field is asked; `files` besides what the desk's own fields know. */
export const FormInput = z.enum([
  'text',
  'long_text',
  'email',
  'phone',
  'number',
  'checkbox',
  'date',
  'choice',
  'multi_choice',
  'url',
  'files',
])
export type FormInput = z.infer<typeof FormInput>

/** A field as a visitor meets it, in their language. */
export const ShownField = z.object({
  id: z.string(),
  kind: FormFieldKind,
  input: FormInput,
  label: z.string(),
  hint: z.string(),
  isRequired: z.boolean(),
  choices: z.array(z.object({ value: z.string(), name: z.string() })),
  shownWhen: z.object({ fieldId: z.string(), values: z.array(z.string()) }).nullable(),
})
export type ShownField = z.infer<typeof ShownField>

/** A form as a visitor meets it. */
export const ShownForm = z.object({
  key: FormKey,
  language: Language,
  languages: z.array(Language),
  title: z.string(),
  intro: z.string(),
  button: z.string(),
  thanks: z.string(),
  /** Null where nobody is asked to consent. */
  consent: z.object({ text: z.string(), url: z.string().nullable() }).nullable(),
  fields: z.array(ShownField),
  hasSuggestions: z.boolean(),
  accent: z.string().nullable(),
  accentDark: z.string().nullable(),
  inheritsLook: z.boolean(),
  maxFileBytes: z.int(),
  maxFiles: z.int(),
  /** Says when the form was shown; sent back with it. */
  stamp: z.string(),
  needsProof: z.boolean(),
  words: z.record(z.string(), z.string()),
})
export type ShownForm = z.infer<typeof ShownForm>

export const getFormForVisitor = route({
  method: 'GET',
  path: '/forms/:key',
  summary: 'A form in a visitor’s language; open to pages of other sites',
  tag,
  access: 'public',
  params: z.object({ key: FormKey }),
  query: z.object({ language: z.string().max(35).optional() }),
  response: ShownForm,
})

/** As ALTCHA gives it: the number below `maxnumber` is sought whose SHA-256 behind `salt` is `challenge`. */
export const FormChallenge = z.object({
  algorithm: z.literal('SHA-256'),
  challenge: z.string(),
  maxnumber: z.int(),
  salt: z.string(),
  signature: z.string(),
})
export type FormChallenge = z.infer<typeof FormChallenge>
export const getFormChallenge = route({
  method: 'GET',
  path: '/forms/:key/challenge',
  summary: 'Something to compute before a form is sent (ALTCHA); good for half an hour and one sending',
  tag,
  access: 'public',
  params: z.object({ key: FormKey }),
  response: FormChallenge,
})

/** A name of its own for one filled-in form, chosen by the browser. */
const SubmissionKey = z.string().regex(/^[\w-]{16,64}$/)

export const FormFile = z.object({ id: Id, name: z.string(), sizeBytes: z.int() })
export type FormFile = z.infer<typeof FormFile>
export const uploadInForm = route({
  method: 'POST',
  path: '/forms/:key/files',
  summary: 'Upload a file for one filled-in form; the body is the file itself',
  tag,
  access: 'public',
  params: z.object({ key: FormKey }),
  query: z.object({ name: z.string().trim().min(1).max(255), submission: SubmissionKey }),
  response: FormFile,
  status: 201,
})

/** Where a form was filled in and what led there, as its page says. */
export const FormOrigin = z.object({
  pageUrl: z.string().max(2000).default(''),
  referrer: z.string().max(2000).default(''),
  utm: z.record(z.string().regex(/^utm_[a-z_]{1,30}$/), z.string().max(200)).default({}),
})
export type FormOrigin = z.infer<typeof FormOrigin>

export const submitForm = route({
  method: 'POST',
  path: '/forms/:key/submissions',
  summary: 'Send a form. The same `submission` is the same request, however often it is sent',
  tag,
  access: 'public',
  params: z.object({ key: FormKey }),
  body: z.object({
    submission: SubmissionKey,
    language: Language,
    stamp: z.string().max(200),
    /** The solved challenge, as ALTCHA writes it. */
    proof: z.string().max(4000).optional(),
    /** By the fields’ ids, as a form says them: a ticked box is `on`. */
    values: z.record(
      z.string().max(40),
      z.union([z.string().max(60_000), z.array(z.string().max(200)).max(100)]),
    ),
    hasConsented: z.boolean().default(false),
    /** A field nobody sees; whoever fills it is no person. */
    website: z.string().max(1000).default(''),
    fileIds: z.array(Id).max(10).default([]),
    origin: FormOrigin.default({ pageUrl: '', referrer: '', utm: {} }),
  }),
  response: z.object({ number: z.string(), thanks: z.string() }),
  status: 201,
})

/** The form a ticket came by. */
export const TicketForm = z.object({
  name: z.string(),
  at: Instant,
  pageUrl: z.string(),
  referrer: z.string(),
  utm: z.record(z.string(), z.string()),
})
export type TicketForm = z.infer<typeof TicketForm>
export const getTicketForm = route({
  method: 'GET',
  path: '/tickets/:id/form',
  summary: 'The form a ticket came by, and from which page; null for a ticket from elsewhere',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ form: TicketForm.nullable() }),
})

export const previewWebForm = route({
  method: 'POST',
  path: '/web-forms/preview',
  summary: 'A form as its visitors would meet it, of what is not saved yet',
  tag,
  access: 'portal.manage',
  body: z.object({
    language: Language,
    name: z.string().max(120),
    texts: z.partialRecord(Language, FormTexts),
    fields: z.array(FormField).max(40),
    hasConsent: z.boolean(),
    consentUrl: z.string().max(1000).nullable(),
    accent: z.string().max(7).nullable(),
    accentDark: z.string().max(7).nullable(),
  }),
  response: ShownForm,
})
