import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { KnowledgeFrame } from '../frame.tsx'
import { knowledgeCategoriesQuery } from '../queries.ts'
import { DropPlace } from './drop-place.tsx'
import { EarlierImports } from './earlier-imports.tsx'
import { ImportResult } from './import-result.tsx'
import { ImportTried } from './import-tried.tsx'
import { importQuery, importsQuery } from './queries.ts'

/** Bringing a folder of articles in: give it, see what would become of it, import it, see what it became. */
export function ImportScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useSearch({ from: '/desk/knowledge/import' })
  const again = (
    <Button icon="back" onClick={() => void navigate({ to: '/knowledge/import', search: {} })}>
      {t('knowledge.import.another')}
    </Button>
  )
  return (
    <KnowledgeFrame
      title={t('knowledge.import.title')}
      sub={id === undefined ? t('knowledge.import.sub') : undefined}
      actions={id !== undefined && again}
    >
      {id === undefined ? <Begin /> : <One key={id} id={id} />}
    </KnowledgeFrame>
  )
}

function Begin() {
  const imports = useQuery(importsQuery)
  return (
    <>
      <DropPlace />
      <Loaded query={imports}>{({ items }) => <EarlierImports items={items} />}</Loaded>
    </>
  )
}

function One({ id }: { id: number }) {
  const one = useQuery(importQuery(id))
  const tree = useQuery(knowledgeCategoriesQuery)
  return (
    <Loaded query={one}>
      {(data) => (
        <Loaded query={tree}>
          {({ items }) =>
            data.state === 'tried' ? (
              <ImportTried tried={data} categories={items} />
            ) : (
              <ImportResult data={data} />
            )
          }
        </Loaded>
      )}
    </Loaded>
  )
}
