import { spawn } from 'node:child_process'
import { root } from './places.mjs'

/**
 * Runs a program to its end, its output on ours; answers its exit code (128 + signal when it was killed).
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options })
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const each of signals) process.off(each, pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}
