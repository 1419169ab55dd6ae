import type { Platform } from '#server/platform/platform.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Source } from '#contract/tickets.ts'

/** A way to reach customers: one folder, one object of this shape, one line in registry.ts. */
export interface Channel {
  kind: Source
  /** Its background tasks, by name. */
  tasks(platform: Platform): Tasks
  /** Starts what listens and fetches in this process, by its roles. */
  start(platform: Platform): Promise<Running>
  /**
   * Takes a reply on its way. What becomes of it is written on the reply, failures included; it rejects only
   * when nothing could be written down, and is then called again.
   */
  send(platform: Platform, replyId: number): Promise<void>
}

export interface Running {
  /** Where the built-in SMTP listener of this process listens; absent when it runs none. */
  smtpPort?: number
  stop(): Promise<void>
}
