import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getPlaygroundShop, type PlaygroundShop } from '#contract/playground.ts'
import { call } from '../api/call.ts'
import { isFailure } from '../api/failure.ts'
import { Icon } from '../ui/icon.tsx'
import { Select } from '../ui/select.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { LanguageSwitch } from '../workspace/sign-in/entry-page.tsx'
import { useShopChat } from './use-shop-chat.ts'

const pages = ['catalog', 'delivery', 'returns'] as const
type ShopPart = (typeof pages)[number]
const currentPage = (): ShopPart =>
  pages.find((page) => page === new URLSearchParams(location.search).get('page')) ?? 'catalog'

/** The site of a made-up shop: every link loads another page, as on a real one, and the chat goes on. */
export function ShopPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({
    queryKey: ['shop'],
    queryFn: ({ signal }) => call(getPlaygroundShop, {}, { signal }),
    staleTime: Infinity,
    retry: false,
  })
  if (data) return <Shop shop={data} />
  if (!error) return null
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        title={isFailure(error, 'not_found') ? t('playground.noDemoTitle') : t('state.errorTitle')}
        detail={isFailure(error, 'not_found') ? t('playground.noDemoText') : undefined}
        onRetry={() => void refetch()}
      />
    </main>
  )
}

function Shop({ shop }: { shop: PlaygroundShop }) {
  const { t, i18n } = useTranslation()
  const page = currentPage()
  const { user, signIn } = useShopChat(shop, i18n.language)
  return (
    <div className="min-h-dvh bg-panel text-[16px] leading-[26px]">
      <title>{`${t(`playground.shop.${page}`)} · ${shop.name}`}</title>
      <p className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-accent-soft px-4 py-2 text-center text-md leading-5 text-ink-2">
        <span>{t('playground.shop.note')}</span>
        <a href="/playground" className="text-accent hover:underline">
          {t('playground.shop.toPlayground')}
        </a>
        <a href="/" target="otklik-desk" className="text-accent hover:underline">
          {t('playground.shop.toDesk')}
        </a>
      </p>
      <header className="mx-auto flex max-w-[1040px] flex-wrap items-center gap-x-6 gap-y-2 px-6 py-4 max-md:px-4">
        <b className="flex items-center gap-2 text-xl font-semibold">
          <span aria-hidden="true" className="grid size-9 place-items-center rounded-full bg-[#5d8a66]">
            <i className="petal size-6" />
          </span>
          {shop.name}
        </b>
        <nav aria-label={t('playground.shop.sections')} className="flex flex-wrap gap-x-5">
          {pages.map((one) => (
            <a
              key={one}
              href={one === 'catalog' ? '/shop' : `/shop?page=${one}`}
              aria-current={one === page ? 'page' : undefined}
              className={one === page ? 'font-medium' : 'text-ink-2 hover:text-ink'}
            >
              {t(`playground.shop.${one}`)}
            </a>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-3">
          <Select<string>
            label={t('playground.shop.who')}
            value={user?.address ?? ''}
            options={[
              { value: '', label: t('playground.shop.guest') },
              ...shop.users.map((one) => ({ value: one.address, label: one.name })),
            ]}
            onChange={(address) => signIn(address || null)}
            className="!w-52"
          />
          {/* The widget speaks the language its page was loaded in. */}
          <LanguageSwitch onChoose={() => setTimeout(() => location.reload())} />
        </div>
      </header>
      <main className="mx-auto max-w-[1040px] px-6 pt-4 pb-24 max-md:px-4">
        {shop.chatKey === null && (
          <EmptyState icon="chat" title={t('playground.shop.noChatTitle')} className="!py-8">
            {t('playground.shop.noChatText')}
          </EmptyState>
        )}
        {page === 'catalog' ? <Catalog /> : <Article page={page} />}
      </main>
    </div>
  )
}

const goods = ['daisies', 'vase', 'pot', 'seeds', 'wreath', 'card'] as const
const grounds = ['#5d8a66', '#6d7fb3', '#b3775d', '#8a6d9c', '#5c8c95', '#a38b4a'] as const

function Catalog() {
  const { t, i18n } = useTranslation()
  return (
    <>
      <h1 className="max-w-[620px] text-[34px] leading-[42px] font-semibold tracking-tight max-md:text-[28px] max-md:leading-[36px]">
        {t('playground.shop.hero')}
      </h1>
      <p className="mt-2 mb-8 text-ink-2">{t('playground.shop.heroText')}</p>
      <ul className="grid grid-cols-3 gap-x-6 gap-y-8 max-md:grid-cols-2 max-md:gap-x-3">
        {goods.map((one, at) => (
          <li key={one}>
            <div
              className="grid aspect-[4/3] place-items-center rounded-lg"
              style={{ background: grounds[at] }}
            >
              <i aria-hidden="true" className="petal size-24 max-md:size-16" />
            </div>
            <h2 className="mt-2 font-medium">{t(`playground.shop.goods.${one}`)}</h2>
            <p className="numeric text-ink-2">
              {t('playground.shop.price', { price: i18n.language === 'en' ? 5 + at * 3 : 490 + at * 310 })}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function Article({ page }: { page: 'delivery' | 'returns' }) {
  const { t } = useTranslation()
  return (
    <article className="max-w-[640px]">
      <h1 className="mb-4 text-[28px] leading-[36px] font-semibold tracking-tight">
        {t(`playground.shop.${page}`)}
      </h1>
      <ul className="flex flex-col gap-3">
        {([1, 2, 3] as const).map((one) => (
          <li key={one} className="flex gap-3">
            <Icon name="check" className="mt-1.5 text-ok" />
            {t(`playground.shop.${page}Text.${one}`)}
          </li>
        ))}
      </ul>
    </article>
  )
}
