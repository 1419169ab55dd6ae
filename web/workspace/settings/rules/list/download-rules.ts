import { exportRules } from '#contract/rule-files.ts'
import { call } from '../../../../api/call.ts'

/** Saves rules as a file that another desk can read; all of them unless told. */
export async function downloadRules(ids: readonly number[] | undefined): Promise<void> {
  const file = await call(exportRules, { query: { ids: ids?.join(',') } })
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `otklik-rules-${new Date().toISOString().slice(0, 10)}.json`
  link.click()
  URL.revokeObjectURL(url)
}
