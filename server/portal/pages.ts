import type { PortalPage } from './frame/visit.ts'
import { webFormPages } from './forms/form-page.ts'
import { knowledgePages } from './knowledge/pages.ts'
import { homePage } from './home-page.ts'
import { surveyPages } from './surveys/survey-pages.ts'
import { requestPages } from './requests/pages.ts'
import { signInPages } from './sign-in/pages.ts'

/** Every page of the portal. */
export const pages: readonly PortalPage[] = [
  homePage,
  ...knowledgePages,
  ...signInPages,
  ...requestPages,
  ...surveyPages,
  ...webFormPages,
]
