import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tabs } from '../../../ui/tabs.tsx'
import { useCan } from '../../session.ts'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { KnowledgeFrame } from '../frame.tsx'
import { MissedSearches } from './missed-searches.tsx'
import { synonymsQuery } from './queries.ts'
import { SynonymsForm } from './synonyms-form.tsx'

type Part = 'missed' | 'synonyms'

/** What readers look for and do not find, and the words that mean the same. */
export function SearchWordsScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const [part, setPart] = useState<Part>(can('article.write') ? 'missed' : 'synonyms')
  // A word that was missed, on its way into a group.
  const [begun, setBegun] = useState<string | null>(null)
  const synonyms = useQuery(synonymsQuery)
  const parts: Part[] = can('article.write') ? ['missed', 'synonyms'] : ['synonyms']
  return (
    <KnowledgeFrame title={t('knowledge.words.title')} sub={t('knowledge.words.sub')}>
      <Tabs<Part>
        label={t('knowledge.words.title')}
        panelId="search-words"
        className="mb-4"
        value={part}
        items={parts.map((value) => ({ value, label: t(`knowledge.words.${value}`) }))}
        onChange={setPart}
      />
      <div id="search-words" role="tabpanel" aria-label={t(`knowledge.words.${part}`)}>
        {part === 'missed' ? (
          <MissedSearches
            onSynonym={
              can('article.publish')
                ? (query) => {
                    setBegun(query)
                    setPart('synonyms')
                  }
                : null
            }
          />
        ) : (
          <Loaded query={synonyms}>
            {(data) => (
              <SynonymsForm
                // Somebody else's list begins the form anew.
                key={JSON.stringify(data.groups)}
                groups={data.groups}
                begun={begun}
                isReadOnly={!can('article.publish')}
                onSaved={() => setBegun(null)}
              />
            )}
          </Loaded>
        )}
      </div>
    </KnowledgeFrame>
  )
}
