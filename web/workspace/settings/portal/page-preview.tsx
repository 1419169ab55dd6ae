import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { PortalLook } from '#contract/portal-settings.ts'
import { previewPortal } from '#contract/portal-templates.ts'
import { call } from '../../../api/call.ts'
import { isFailure } from '../../../api/failure.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { PageFrame } from './page-frame.tsx'

interface Wish {
  page: string
  language: Language
  look?: PortalLook
  template?: { name: string; source: string }
}

const devices = ['desktop', 'phone'] as const
const shades = ['light', 'dark'] as const
/** So long after the last key: a page is drawn for what was written, not for every letter of it. */
const pauseMs = 500

/** A page of the portal as it would look with what is not saved yet, wide and narrow, by day and by night. */
export function PagePreview({
  wish,
  choice,
  version,
}: {
  wish: Wish
  choice?: ReactNode
  /** Of what the page shows and the wish does not name, such as the logo. */
  version?: string | number | null
}) {
  const { t } = useTranslation()
  const [device, setDevice] = useState<(typeof devices)[number]>('desktop')
  const [shade, setShade] = useState<(typeof shades)[number]>('light')
  const told = JSON.stringify(wish)
  const [asked, setAsked] = useState(told)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(told), pauseMs)
    return () => clearTimeout(timer)
  }, [told])
  const seen = useQuery(
    queryOptions({
      queryKey: ['portal-preview', asked, shade, version],
      queryFn: ({ signal }) =>
        call(
          previewPortal,
          { body: { ...(JSON.parse(asked) as Wish), isDark: shade === 'dark' } },
          { signal },
        ),
      placeholderData: keepPreviousData,
      retry: false,
      gcTime: 60_000,
    }),
  )
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 pb-2">
        {choice}
        <Tabs
          label={t('settings.chats.preview.device')}
          value={device}
          items={devices.map((one) => ({ value: one, label: t(`settings.chats.preview.devices.${one}`) }))}
          onChange={setDevice}
        />
        <Tabs
          label={t('settings.chats.preview.shade')}
          value={shade}
          items={shades.map((one) => ({ value: one, label: t(`settings.chats.preview.shades.${one}`) }))}
          onChange={setShade}
        />
      </div>
      {seen.data ? (
        <PageFrame
          html={seen.data.html}
          isPhone={device === 'phone'}
          isStale={seen.isError || seen.isPlaceholderData}
        />
      ) : (
        <div className="h-64 rounded-lg border border-line bg-app" aria-busy={seen.isPending} />
      )}
      <p role="status" className="mt-2 text-sm text-ink-3">
        {seen.isError
          ? isFailure(seen.error, 'bad_template')
            ? t('settings.portal.previewBroken')
            : t('settings.portal.previewFailed')
          : t('settings.portal.previewHint')}
      </p>
    </>
  )
}
