import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { inboxesQuery } from '../queries.ts'
import { ImportRow } from './import-row.tsx'
import { NewImport } from './new-import.tsx'
import { importsQuery } from './queries.ts'

/** Old mail as closed tickets: what was brought in, and what is on its way. */
export function MailboxImportsScreen() {
  const { t } = useTranslation()
  const imports = useQuery(importsQuery)
  const inboxes = useQuery(inboxesQuery)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {t('settings.mailboxImports.add')}
    </Button>
  )
  const isEmpty = imports.data?.items.length === 0
  return (
    <SettingsPage section="mailboxImports" sub={t('settings.mailboxImports.sub')} actions={!isEmpty && add}>
      <Loaded query={imports}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="stack" title={t('settings.mailboxImports.emptyTitle')} action={add}>
              {t('settings.mailboxImports.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((each) => (
                <ImportRow key={each.id} mailboxImport={each} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {isAdding && inboxes.data && (
        <NewImport inboxes={inboxes.data.items} onClose={() => setAdding(false)} />
      )}
    </SettingsPage>
  )
}
