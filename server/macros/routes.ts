import type { FastifyInstance } from 'fastify'
import * as files from '#contract/macro-files.ts'
import * as runs from '#contract/macro-runs.ts'
import * as contract from '#contract/macros.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { mustSee } from '#server/tickets/index.ts'
import { getRun, stopRun } from './bulk/get-run.ts'
import { startRun } from './bulk/start-run.ts'
import { getMacroUsage } from './get-usage.ts'
import { archiveMacro } from './library/archive-macro.ts'
import { createMacro } from './library/create-macro.ts'
import { favourMacro } from './library/favour-macro.ts'
import { createFolder, deleteFolder, listFolders, updateFolder } from './library/folders.ts'
import { getMacro, listMacros, offeredMacro } from './library/read-macros.ts'
import { updateMacro } from './library/update-macro.ts'
import { downloadMacroFile } from './pictures/download-macro-file.ts'
import { prepareMacro, presentPrepared } from './use/prepare-macro.ts'
import { previewTemplate } from './use/preview-template.ts'
import { takeMacro } from './use/take-macro.ts'
import { dropMacroUse, listWaitingMacros } from './use/waiting-uses.ts'

export function macroRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.listMacros, async (_args, request) => ({
    items: await listMacros(db, actorOf(request), clock.now()),
    folders: await listFolders(db, actorOf(request)),
  }))
  serve(app, contract.getMacro, async ({ params }, request) =>
    getMacro(db, actorOf(request), params.id, clock.now()),
  )
  serve(app, contract.createMacro, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createMacro(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateMacro, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateMacro(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.archiveMacro, async ({ params }, request) => {
    await inTransaction(db, (tx) => archiveMacro(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, files.downloadMacroFile, async ({ params, query }, request, answer) =>
    downloadMacroFile(platform, actorOf(request), params.id, query.inline, answer),
  )
  serve(app, contract.favourMacro, async ({ params, body }, request) => {
    await inTransaction(db, (tx) => favourMacro(tx, actorOf(request), params.id, body.isFavourite))
    return {}
  })
  serve(app, contract.getMacroUsage, async ({ params }, request) =>
    getMacroUsage(db, actorOf(request), params.id, clock.now()),
  )
  serve(app, contract.createMacroFolder, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createFolder(tx, actorOf(request), body)),
  )
  serve(app, contract.updateMacroFolder, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateFolder(tx, actorOf(request), params.id, body)),
  )
  serve(app, contract.deleteMacroFolder, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteFolder(tx, actorOf(request), params.id))
    return {}
  })
  answerRoutes(app, platform)
}

function answerRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.previewTemplate, async ({ body }, request) =>
    previewTemplate(db, actorOf(request), body, clock.now()),
  )
  serve(app, contract.previewMacro, async ({ params, query }, request) => {
    const actor = actorOf(request)
    await mustSee(db, actor, params.ticketId)
    const macro = await offeredMacro(db, actor, params.macroId)
    const options = { agentId: actor.agentId, now: clock.now(), language: query.language }
    return presentPrepared(macro, await prepareMacro(db, macro, params.ticketId, options))
  })
  serve(app, contract.applyMacroToTicket, async ({ params, body }, request) =>
    once(db, request, clock.now(), (tx) => takeMacro(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.listWaitingMacros, async ({ params }, request) => ({
    items: await listWaitingMacros(db, actorOf(request), params.id),
  }))
  serve(app, contract.dropMacroUse, async ({ params }, request) => {
    await inTransaction(db, (tx) => dropMacroUse(tx, actorOf(request), params.id))
    return {}
  })
  serve(app, runs.runMacro, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => startRun(tx, actorOf(request), body, clock.now())),
  )
  serve(app, runs.getMacroRun, async ({ params }, request) => getRun(db, actorOf(request), params.id))
  serve(app, runs.stopMacroRun, async ({ params }, request) =>
    inTransaction(db, (tx) => stopRun(tx, actorOf(request), params.id, clock.now())),
  )
}
