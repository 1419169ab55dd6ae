/** One chunk for everything before the desk: who is signed in never loads it. */
export { ForgotPasswordScreen } from './forgot-password-screen.tsx'
export { InvitationScreen } from './invitation-screen.tsx'
export { SetUpScreen } from './set-up-screen.tsx'
export { SignInScreen } from './sign-in-screen.tsx'
