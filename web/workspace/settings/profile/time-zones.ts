import type { PickerItem } from '../../../ui/picker.tsx'

let known: PickerItem<string>[] | undefined

/** All time zones by their own names; the first is "as this computer". */
export function timeZones(ofComputer: string): PickerItem<string>[] {
  known ??= Intl.supportedValuesOf('timeZone').map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }))
  return [{ value: '', label: ofComputer }, ...known]
}

/** What the clock says there: `14:05`. */
export function zoneNow(timeZone: string): string {
  return new Intl.DateTimeFormat('ru', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date())
}
