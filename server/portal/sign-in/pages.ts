import type { PortalPage } from '../frame/visit.ts'
import { accountPage, signOutEverywherePage, signOutHerePage } from './account-page.ts'
import { codePage, confirmCodePage } from './code-page.ts'
import { confirmLinkPage, linkPage } from './link-page.ts'
import { oidcPage, oidcReturnPage } from './oidc-page.ts'
import { choosePasswordPage, passwordPage } from './password-page.ts'
import { askForLetterPage, passwordSignInPage, signInByPasswordPage, signInPage } from './sign-in-page.ts'

export const signInPages: readonly PortalPage[] = [
  signInPage,
  askForLetterPage,
  passwordSignInPage,
  signInByPasswordPage,
  codePage,
  confirmCodePage,
  linkPage,
  confirmLinkPage,
  oidcPage,
  oidcReturnPage,
  accountPage,
  passwordPage,
  choosePasswordPage,
  signOutHerePage,
  signOutEverywherePage,
]
