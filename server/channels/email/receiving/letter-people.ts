import type { PersonAddress } from '#contract/common.ts'
import type { LetterAddress } from '../reading/letter.ts'
import { storable } from './open-letter.ts'

const mostPeople = 100

export function asPerson(box: LetterAddress): PersonAddress {
  return {
    address: storable(box.address.toLowerCase().slice(0, 320)),
    name: storable(box.name.slice(0, 200)),
  }
}

export function people(boxes: readonly LetterAddress[]): PersonAddress[] {
  return boxes.slice(0, mostPeople).map(asPerson)
}
