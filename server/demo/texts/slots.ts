import type { Language } from '#contract/common.ts'

/** Words that fill the gaps of the stories. */
export const items: Record<Language, readonly string[]> = {
  ru: [
    'секатор «Мастер»',
    'лейка «Журавль» 8 л',
    'кашпо «Терракота» 40 см',
    'теплица «Лето» 3 × 4 м',
    'шланг «Гибкий» 25 м',
    'набор «Юный садовник»',
    'садовая тачка «Тяж»',
    'скамья «Дачная» 120 см',
  ],
  en: [
    'Master bypass shears',
    'Heron watering can, 8 l',
    'Terracotta planter, 40 cm',
    'Summer greenhouse, 3 × 4 m',
    'Flexi hose, 25 m',
    'Young Gardener set',
    'Atlas wheelbarrow',
    'Cottage bench, 120 cm',
  ],
}

export const cities: Record<Language, readonly string[]> = {
  ru: ['Казань', 'Тверь', 'Пермь', 'Калуга', 'Самара', 'Вологда', 'Тула', 'Омск'],
  en: ['Leeds', 'Bristol', 'York', 'Norwich', 'Exeter', 'Dundee'],
}
