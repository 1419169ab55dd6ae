import type { ComponentType } from 'react'
import { AcknowledgementSection } from './acknowledgement-section.tsx'
import { AccessSection } from './connection/access-section.tsx'
import { AddressingSection } from './addressing-section.tsx'
import { AuthenticationSection } from './authentication-section.tsx'
import { CopiesSection } from './copies-section.tsx'
import { DkimSection } from './dkim-section.tsx'
import type { Inbox } from './inbox.ts'
import { ProtectionSection } from './protection/protection-section.tsx'
import { ReopeningSection } from './reopening-section.tsx'
import { SignatureSection } from './signature-section.tsx'

export interface InboxSectionProps {
  /** As this screen last saw it; a section saves against its version. */
  inbox: Inbox
  onSaved: (inbox: Inbox) => void
  /** Starts over from what somebody else has saved meanwhile. */
  onTakeNewer: () => void
}

/**
 * The sections of an inbox after its connection, in the order of their tabs. A name is a key of
 * `settings.inboxes.part` in locales/; each saves by itself (section-form.tsx).
 */
export const inboxSections: readonly { name: string; Section: ComponentType<InboxSectionProps> }[] = [
  { name: 'access', Section: AccessSection },
  { name: 'addressing', Section: AddressingSection },
  { name: 'copies', Section: CopiesSection },
  { name: 'signature', Section: SignatureSection },
  { name: 'acknowledgement', Section: AcknowledgementSection },
  { name: 'reopening', Section: ReopeningSection },
  { name: 'authentication', Section: AuthenticationSection },
  { name: 'dkim', Section: DkimSection },
  { name: 'protection', Section: ProtectionSection },
]
