/** What somebody who adds an inbox chooses first. A key of `settings.inboxes.choose` in locales/. */
export const inboxKinds = ['google', 'microsoft', 'yandex', 'mailru', 'other', 'listener'] as const
export type InboxKind = (typeof inboxKinds)[number]
