import { parentPort } from 'node:worker_threads'
import { prepareLetter } from './prepare-letter.ts'

/** The thread's side of `parse-in-worker.ts`: one letter in, one prepared letter out, the files handed over uncopied. */
export type ParseRequest = { id: number; raw: ArrayBuffer }

parentPort?.on('message', (request: ParseRequest) => {
  const prepared = prepareLetter(new Uint8Array(request.raw))
  const handedOver: ArrayBuffer[] = []
  for (const file of prepared.letter.attachments) {
    // Small buffers live in Node's shared pool and parts may share the letter's memory: those are copied out.
    const content = new Uint8Array(file.content)
    file.content = content
    handedOver.push(content.buffer)
  }
  parentPort?.postMessage({ id: request.id, prepared }, handedOver)
})
