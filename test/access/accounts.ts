import { type Attempts, settings } from './attempt.ts'

/** Who works here, the desk's own words, and the state of the system. */
export const accountAttempts: Attempts = {
  getSetup: { gate: 'public' },
  setUpDesk: { gate: 'public' },
  signIn: { gate: 'public' },
  getInvitation: { gate: 'public' },
  acceptInvitation: { gate: 'public' },
  requestPasswordReset: { gate: 'public' },
  ...settings('signOut', 'updateSelf', 'listSessions', 'revokeSession', 'inviteAgent', 'renewInvitation'),
  ...settings('updateAgent', 'createRole', 'updateRole', 'deleteRole', 'createTeam', 'updateTeam'),
  ...settings('archiveTeam', 'listApiKeys', 'createApiKey', 'revokeApiKey'),
  ...settings('listOwnAddresses', 'addOwnAddress', 'confirmOwnAddress', 'removeOwnAddress'),
  getSession: { gate: 'silent' },
  listAgents: { gate: 'silent' },
  listRoles: { gate: 'silent' },
  listTeams: { gate: 'silent' },
  // Customers are everybody's who may read customers.
  ...settings('getCustomer', 'listCustomers', 'updateCustomer'),
  ...settings('listOrganizations', 'getOrganization', 'updateOrganization'),
  getDesk: { gate: 'silent' },
  ...settings('updateDesk', 'createStatus', 'updateStatus', 'archiveStatus'),
  ...settings('createCategory', 'updateCategory', 'archiveCategory'),
  getSystem: { gate: 'silent' },
  listJobs: { gate: 'silent' },
  retryJob: { gate: 'settings' },
}
