import * as z from 'zod'
import { ById, Empty, Id, IdInPath, Instant, Language } from './common.ts'
import { route } from './route.ts'
import { TemplateProblem } from './signatures.ts'
import { TicketAction } from './ticket-actions.ts'
import { FileRef } from './tickets.ts'

const tag = 'macros'

/** What a macro's words may name; besides, `ticket.fields.KEY`, `customer.fields.KEY` and `organization.fields.KEY`. */
export const macroVariables = [
  'greeting',
  'customer.name',
  'customer.first_name',
  'customer.patronymic',
  'customer.last_name',
  'customer.polite_name',
  'customer.gender',
  'customer.email',
  'customer.phone',
  'organization.name',
  'ticket.number',
  'ticket.subject',
  'ticket.status',
  'ticket.priority',
  'ticket.category',
  'ticket.tags',
  'ticket.created_at',
  'ticket.days_open',
  'ticket.due_at',
  'team.name',
  'inbox.name',
  'inbox.address',
  'agent.name',
  'agent.first_name',
  'agent.position',
  'agent.email',
  'desk.name',
  'now',
] as const
export type MacroVariable = (typeof macroVariables)[number]

/** What may stand behind a variable and a bar. */
export const macroFilters = [
  'default',
  'gendered',
  'decline',
  'polite_name',
  'first_name',
  'plural',
  'date_words',
  'date_short',
  'time',
  'weekday',
  'upcase',
  'downcase',
  'capitalize',
  'truncate',
  'truncatewords',
  'strip',
  'replace',
  'remove',
  'append',
  'prepend',
  'first',
  'last',
  'join',
  'size',
  'plus',
  'minus',
  'times',
  'divided_by',
  'round',
] as const
export type MacroFilter = (typeof macroFilters)[number]

/** In `detail` of `bad_template`: a key of `templateProblem` in locales/, and where it is, as a person reads the text. */
export const MacroTemplateProblem = TemplateProblem.extend({
  problem: z.enum([...TemplateProblem.shape.problem.options, 'stray_braces', 'few_arguments', 'no_number']),
  column: z.int(),
  /** The line itself. */
  snippet: z.string(),
  /** Of which text of the macro. */
  language: Language.nullable(),
})
export type MacroTemplateProblem = z.infer<typeof MacroTemplateProblem>

/** Liquid over the composer's HTML; its pictures are named as macro-files.ts says. */
const MacroHtml = z.string().max(20_000)
/** By language; one that is left out or empty is not written. */
export const MacroTexts = z.object({ ru: MacroHtml.optional(), en: MacroHtml.optional() })
export type MacroTexts = z.infer<typeof MacroTexts>

export const MacroScope = z.enum(['personal', 'team', 'shared'])
export type MacroScope = z.infer<typeof MacroScope>

export const MacroFolder = z.object({
  id: Id,
  parentId: Id.nullable(),
  /** An agent's own; a folder of the desk is not. */
  isOwn: z.boolean(),
  name: z.string(),
})
export type MacroFolder = z.infer<typeof MacroFolder>

export const MacroFile = z.object({ id: Id, name: z.string(), mime: z.string(), sizeBytes: z.int() })
export type MacroFile = z.infer<typeof MacroFile>

/** A macro as a list shows it. */
export const MacroListItem = z.object({
  id: Id,
  name: z.string(),
  scope: MacroScope,
  /** With scope `team`. */
  teamId: Id.nullable(),
  folderId: Id.nullable(),
  languages: z.array(Language),
  /** The beginning of its words, with the variables as they are written. */
  snippet: z.string(),
  actions: z.array(TicketAction),
  fileCount: z.int(),
  isFavourite: z.boolean(),
  /** Whether it is offered to the caller while answering; whoever shares macros also sees those of other teams. */
  isOffered: z.boolean(),
  mayEdit: z.boolean(),
  /** How often the caller has used it in the last 90 days, and everybody in the last 30; in an answer, once that left. */
  ownUses: z.int(),
  uses: z.int(),
  updatedAt: Instant,
})
export type MacroListItem = z.infer<typeof MacroListItem>

export const Macro = MacroListItem.extend({
  texts: MacroTexts,
  /** They go along beside the words; the pictures within those are not here. */
  files: z.array(MacroFile),
  version: z.int(),
})
export type Macro = z.infer<typeof Macro>

const Name = z.string().trim().min(1).max(120)
const Body = z.object({
  name: Name,
  scope: MacroScope,
  teamId: Id.nullable(),
  folderId: Id.nullable(),
  texts: MacroTexts,
  actions: z.array(TicketAction).max(20),
})
export type MacroBody = z.infer<typeof Body>
/** Uploads of the caller that the macro is to carry from now on. */
const fileIds = z.array(Id).max(10)

export const listMacros = route({
  method: 'GET',
  path: '/macros',
  summary: 'The prepared replies the caller may use or edit, and their folders',
  tag,
  access: 'ticket.reply',
  response: z.object({ items: z.array(MacroListItem), folders: z.array(MacroFolder) }),
})
export const getMacro = route({
  method: 'GET',
  path: '/macros/:id',
  summary: 'One macro, with its words and files',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Macro,
})
export const createMacro = route({
  method: 'POST',
  path: '/macros',
  summary: 'Prepare a reply. One for a team or for everybody takes `macro.share`',
  tag,
  access: 'ticket.reply',
  status: 201,
  body: Body.extend({
    scope: MacroScope.default('personal'),
    teamId: Id.nullable().default(null),
    folderId: Id.nullable().default(null),
    texts: MacroTexts.default({}),
    actions: Body.shape.actions.default([]),
    fileIds: fileIds.default([]),
    /** Files of other macros the caller sees: this one carries them too. */
    copiedFileIds: fileIds.default([]),
  }),
  response: Macro,
})
export const updateMacro = route({
  method: 'PATCH',
  path: '/macros/:id',
  summary: 'Change a macro; what is left out stays',
  tag,
  access: 'ticket.reply',
  params: ById,
  body: Body.partial().extend({
    version: z.int(),
    fileIds: fileIds.default([]),
    removedFileIds: fileIds.default([]),
  }),
  response: Macro,
})
export const archiveMacro = route({
  method: 'DELETE',
  path: '/macros/:id',
  summary: 'Take a macro away; what it was used for stays in the statistics',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Empty,
})
export const favourMacro = route({
  method: 'PUT',
  path: '/macros/:id/favourite',
  summary: 'Put a macro among the caller’s favourites, or take it out',
  tag,
  access: 'ticket.reply',
  params: ById,
  body: z.object({ isFavourite: z.boolean() }),
  response: Empty,
})

const FolderBody = z.object({ name: Name, parentId: Id.nullable() })
export const createMacroFolder = route({
  method: 'POST',
  path: '/macro-folders',
  summary: 'Make a folder: the caller’s own, or one of the desk, which takes `macro.share`',
  tag,
  access: 'ticket.reply',
  status: 201,
  body: FolderBody.extend({ parentId: Id.nullable().default(null), isOwn: z.boolean() }),
  response: MacroFolder,
})
export const updateMacroFolder = route({
  method: 'PATCH',
  path: '/macro-folders/:id',
  summary: 'Rename a folder, or move it into another',
  tag,
  access: 'ticket.reply',
  params: ById,
  body: FolderBody.partial(),
  response: MacroFolder,
})
export const deleteMacroFolder = route({
  method: 'DELETE',
  path: '/macro-folders/:id',
  summary: 'Take a folder away; what lay in it lies one level up',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Empty,
})

/** A template filled in. */
export const RenderedMacro = z.object({
  html: z.string(),
  text: z.string(),
  /** What was named, has no value, and has nothing said for that case. */
  missing: z.array(z.string()),
})
export type RenderedMacro = z.infer<typeof RenderedMacro>

export const previewTemplate = route({
  method: 'POST',
  path: '/macro-previews',
  summary: 'A template that is not saved, filled in for a ticket; `bad_template` tells where it is broken',
  tag,
  access: 'ticket.reply',
  body: z.object({ html: MacroHtml, language: Language, ticketId: Id }),
  response: RenderedMacro,
})

export const MacroPreview = RenderedMacro.extend({
  macroId: Id,
  /** Null for a macro without words. */
  language: Language.nullable(),
  languages: z.array(Language),
  files: z.array(MacroFile),
  actions: z.array(TicketAction),
})
export type MacroPreview = z.infer<typeof MacroPreview>
export const previewMacro = route({
  method: 'GET',
  path: '/tickets/:ticketId/macros/:macroId',
  summary: 'A macro as it would stand in the answer to a ticket; nothing is changed',
  tag,
  access: 'ticket.reply',
  params: z.object({ ticketId: IdInPath, macroId: IdInPath }),
  query: z.object({
    /** Left out: the customer's, else the one they wrote in, else the desk's. */
    language: Language.optional(),
  }),
  response: MacroPreview,
})

/** What a macro is still to do to the ticket when the answer leaves. */
export const WaitingMacro = z.object({
  useId: Id,
  macroId: Id,
  name: z.string(),
  /** Which answer it was put into. */
  kind: z.enum(['reply', 'note']),
  actions: z.array(TicketAction),
})
export type WaitingMacro = z.infer<typeof WaitingMacro>
export const MacroUse = RenderedMacro.extend({
  /** Copies of its files and of the pictures its words show (`isInline`), as if the caller had uploaded them: the answer takes them all. */
  files: z.array(FileRef),
  /** Happens when the answer leaves; null when there is nothing to wait for. */
  waiting: WaitingMacro.nullable(),
  /** Of a macro without words: what has been changed at once, as `[before, after]`. */
  differences: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  /** Actions that could not be done, with a key of `errors` in locales/ for why. */
  skipped: z.array(z.object({ action: TicketAction, reason: z.string() })),
})
export type MacroUse = z.infer<typeof MacroUse>
export const applyMacroToTicket = route({
  method: 'POST',
  path: '/tickets/:id/macro-uses',
  summary:
    'Use a macro: its words and files for an answer, its actions when that leaves; at once when it has no words',
  tag,
  access: 'ticket.reply',
  status: 201,
  params: ById,
  body: z.object({
    macroId: Id,
    language: Language.optional(),
    kind: z.enum(['reply', 'note']).default('reply'),
  }),
  response: MacroUse,
})
export const listWaitingMacros = route({
  method: 'GET',
  path: '/tickets/:id/macro-uses',
  summary: 'What will be done to the ticket when the caller’s unfinished answer leaves',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: z.object({ items: z.array(WaitingMacro) }),
})
export const dropMacroUse = route({
  method: 'DELETE',
  path: '/macro-uses/:id',
  summary: 'Do not do to the ticket what the macro would',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Empty,
})

export const MacroUsage = z.object({
  /** Ever. Here and below a use in an answer counts once that has left. */
  total: z.int(),
  /** Of the last 30 days, today last, by the desk's day. */
  days: z.array(z.object({ day: z.iso.date(), count: z.int() })),
  /** Answers that left with its words, of the last 30 days. */
  sentUnchanged: z.int(),
  sentEdited: z.int(),
  agents: z.array(z.object({ agentId: Id, count: z.int(), lastAt: Instant })),
  /** Times it was used by a rule. */
  byRules: z.int(),
  /** Times it was put into an answer in the last 30 days that has not left. */
  unsent: z.int(),
})
export type MacroUsage = z.infer<typeof MacroUsage>
export const getMacroUsage = route({
  method: 'GET',
  path: '/macros/:id/usage',
  summary: 'How often a macro was used in the last 30 days, by whom, and whether its words were changed',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: MacroUsage,
})
