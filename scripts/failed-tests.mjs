// A reporter of vitest: writes what failed, and the first lines of why, to the file that FAILED_TESTS names, so that
// `check.mjs` can say it once more where the output ends.
import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const linesAtMost = 6

/**
 * @param {{ message?: string; stacks?: readonly { file: string; line: number; column: number }[] }} error
 */
function firstLines(error) {
  const [at] = error.stacks ?? []
  const lines = stripVTControlCharacters(error.message ?? '').split('\n')
  const said = lines.filter((line) => line.trim() !== '').slice(0, linesAtMost)
  return [...said, ...(at ? [`at ${at.file}:${at.line}:${at.column}`] : [])].map((line) => `    ${line}\n`)
}

/** @satisfies {import('vitest/node').Reporter} */
// oxlint-disable-next-line import/no-default-export -- this is how vitest finds it
export default class FailedTests {
  /**
   * @param {readonly import('vitest/node').TestModule[]} files
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(files, unhandled) {
    const place = process.env['FAILED_TESTS']
    if (!place) return
    const text = files.flatMap((file) => {
      const suites = [file, ...file.children.allSuites()].filter((each) => each.errors().length > 0)
      const tests = [...file.children.allTests('failed')]
      return [...suites, ...tests].map((each) => {
        const errors = each.type === 'test' ? (each.result().errors ?? []) : each.errors()
        const name = each.type === 'module' ? '' : ` > ${each.fullName}`
        return [`FAILED  ${file.relativeModuleId}${name}\n`, ...errors.flatMap(firstLines)].join('')
      })
    })
    const outside = unhandled.map((error) => [`UNHANDLED ERROR\n`, ...firstLines(error)].join(''))
    writeFileSync(place, [...text, ...outside].join(''))
  }
}
