import type { DkimKey } from '#contract/dkim.ts'
import { recordName, recordText } from './dkim-record.ts'
import type { DkimKeyRow } from './tables.ts'

export function presentDkimKey(row: DkimKeyRow): DkimKey {
  return {
    id: row.id,
    domain: row.domain,
    selector: row.selector,
    recordName: recordName(row),
    recordText: recordText(row.public_key),
    isOn: row.is_on,
    checkedAt: row.checked_at?.toISOString() ?? null,
    checkProblem: row.check_problem,
    createdAt: row.created_at.toISOString(),
  }
}
