import * as z from 'zod'

/** Every way a request can fail: its name and its HTTP status. The words are in locales/, under `errors`. */
export const errorStatuses = {
  invalid_input: 400,
  invalid_cursor: 400,
  unknown_file: 400,
  unknown_reference: 400,
  wrong_code: 400,
  bad_template: 400,
  key_unreadable: 400,
  key_file_outdated: 400,
  invalid_pattern: 400,
  /** A field of the desk's own does not take this value; the detail names it. */
  bad_field_value: 400,
  /** An address that somebody typed in and the desk does not call; `detail.problem` says why. */
  address_refused: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  not_allowed: 403,
  cross_origin: 403,
  not_set_up: 403,
  not_found: 404,
  link_expired: 410,
  already_set_up: 409,
  version_conflict: 409,
  newer_activity: 409,
  already_exists: 409,
  in_use: 409,
  too_many_addresses: 409,
  too_many_rules: 409,
  too_many_macros: 409,
  /** Within the words of one macro. */
  too_many_pictures: 409,
  /** A prepared reply says something that is not known of this ticket; `detail.missing` names it. */
  macro_incomplete: 409,
  too_many_entries: 409,
  too_many_fields: 409,
  too_many_files: 409,
  article_archived: 409,
  /** What was given to import is no zip archive, or a broken one. */
  archive_unreadable: 400,
  nothing_to_import: 400,
  /** Solving a ticket needs fields that are empty; the detail names them. */
  fields_required: 409,
  checklist_unfinished: 409,
  too_many_checklists: 409,
  not_freezable: 409,
  not_mergeable: 409,
  /** The ticket went into another; `detail.ticketId` is where its work goes on. */
  ticket_merged: 409,
  merge_not_undoable: 409,
  last_administrator: 409,
  idempotency_mismatch: 409,
  idempotency_in_progress: 409,
  /** A form was filled in by something that is no person, or its proof is not right. */
  form_refused: 400,
  form_too_quick: 400,
  /** Sent without the script that computes a proof, and the form wants one. */
  form_needs_script: 400,
  recipients_changed: 409,
  /** The visitor left the chat or came back: the reply would go by another way than its writer thought. */
  reply_channel_changed: 409,
  too_late: 409,
  not_waiting: 409,
  no_recipient: 409,
  recipient_blocked: 409,
  no_encryption_key: 409,
  gpg_missing: 409,
  no_inbox: 409,
  not_replayable: 409,
  not_resendable: 409,
  /** The reply was sent once more since; the newer letter tells what became of it. */
  letter_superseded: 409,
  not_movable: 409,
  not_cancellable: 409,
  too_many_webhooks: 409,
  webhook_disabled: 409,
  self_test_running: 409,
  connection_expired: 410,
  connection_refused: 409,
  wrong_account: 409,
  not_connectable: 409,
  too_large: 413,
  /** Unpacked, or by the number of its files. */
  archive_too_large: 413,
  picture_too_large: 413,
  unsupported_media: 415,
  picture_unsupported: 415,
  too_many_requests: 429,
  internal: 500,
  provider_unavailable: 502,
  unavailable: 503,
  storage_full: 507,
} as const

export type ErrorName = keyof typeof errorStatuses

/** The body of every answer that is not a success. */
export const Failure = z.object({
  error: z.object({
    name: z.enum(Object.keys(errorStatuses) as [ErrorName, ...ErrorName[]]),
    /** A sentence in the caller's language. */
    message: z.string(),
    /** Where in the input, for invalid_input: `body.subject`. */
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Facts a program can use, such as the current version after a conflict. */
    detail: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  }),
})
export type Failure = z.infer<typeof Failure>
