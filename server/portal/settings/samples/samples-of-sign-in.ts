import type { Language } from '#contract/common.ts'
import { words } from '#server/platform/words.ts'
import type { Sample } from './sample-pages.ts'
import { sampleTexts } from './sample-texts.ts'

/** The ways in, and the page about oneself. */
export function samplesOfSignIn(language: Language): Sample[] {
  const { t } = words(language)
  const address = 'anna@customer.example'
  const visitor = { name: sampleTexts[language].customer, address }
  const signIn = {
    next: '/requests',
    address: '',
    query: '',
    oidcName: 'Example',
    hasPassword: true,
    token: 'example',
    code: '',
  }
  const account = { ...visitor, hasPassword: true, isPasswordChosen: false, isSaved: false }
  const title = t('portal.signIn.title')
  return [
    { template: 'sign-in', title, data: { signIn } },
    {
      template: 'sign-in',
      title,
      data: { signIn: { ...signIn, address, problem: t('portal.signIn.badAddress') } },
    },
    { template: 'sign-in-password', title, data: { signIn: { ...signIn, address } } },
    { template: 'sign-in-code', title, data: { signIn: { ...signIn, address } } },
    { template: 'sign-in-link', title, data: { signIn: { ...signIn, address } } },
    { template: 'sign-in-over', title, data: { signIn } },
    { template: 'sign-in-account', title: t('portal.account.title'), visitor, data: { account } },
    {
      template: 'password',
      title: t('portal.password.title'),
      visitor,
      data: { password: { address, isFresh: true } },
    },
    {
      template: 'password',
      title: t('portal.password.title'),
      visitor,
      data: { password: { address, isFresh: false } },
    },
  ]
}
