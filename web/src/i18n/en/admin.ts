import type { Dict } from '../dict';
import type { admin as zh } from '../zh/admin';

export const admin: Dict<typeof zh> = {
  title: 'Organs and people',
  intro: 'Register organs, identity providers and partner systems; look after units, presiding, leave and duty. Every change goes into the organ’s record and stays there.',
  noAccess: 'You do not look after an organ',
  noAccessHelp: 'An organ’s people are looked after by its administrator; organs and logins are registered by an operator. Ask them for changes; your own language, address and number are under “My profile”.',
  list: {
    count: '{{n}} organs', find: 'Find by name, short name or code', nothing: 'No organ has “{{q}}” in its name or code', nothingHelp: 'Try another word, or register the organ.',
    empty: 'No organ is registered yet', emptyHelp: 'Register superiors first, then organs below them and branches; then an identity provider for each.',
    col: { agency: 'Organ', place: 'Sector and level', people: 'People', login: 'Logins', todo: 'To do' },
    people: '{{n}} people, {{a}} administrators', issuers: '{{n}} enabled', noIssuers: 'none enabled', pending: '{{n}} to confirm', fine: 'nothing', closed: 'closed',
    all: 'All', todo: 'With something to do', todoEmpty: 'Nothing to do at any organ',
  },
  new: {
    button: 'Register an organ', title: 'Register an organ', help: 'Then register its identity provider; people appear on the list after their first login.', done: '{{name}} is registered. Next: register its identity provider, so that its people can log in.',
  },
  tab: { overview: 'Organ', people: 'People', units: 'Units', presiding: 'Presiding', leaves: 'Leave', duty: 'Duty roster', desks: 'Shared desks', login: 'Logins', clients: 'Partner systems', history: 'Changes' },
  myNotices: 'Choose how notices reach me',
  tabs: 'Settings of the organ', allAgencies: 'All organs',
  field: {
    code: 'Code', codeHint: 'Lower-case letters, digits and hyphens, for example heshan-env; stays for ever', name: 'Full name', short_name: 'Short name', sector: 'Sector', level: 'Level', region: 'Region code',
    regionHint: 'Six digits of GB/T 2260, for example 430903', superior: 'Superior organ', acts_for: 'Acts in the name of', acts_forHint: 'For a branch that is no enforcement body of its own: the organ that set it up, of the same sector', doc_prefix: 'Document prefix',
    doc_prefixHint: 'The characters that begin a document number (机关代字); without them documents cannot be numbered', email: 'Desk address', emailHint: 'The mailbox the desk shares; notices give numbers and deadlines, never the facts of a case', phone: 'Desk number', closed_on: 'Closed on', closed_onHint: 'A closed organ keeps everything it did and receives nothing more; empty it to reopen',
    version: 'version {{n}}', none: 'none', onlyContact: 'You may change the desk’s address and number; an operator changes the rest.',
  },
  must: 'Fill this in', mustChoose: 'Choose one', badCode: '2 to 41 lower-case letters, digits and hyphens; begins with a letter or digit', badRegion: 'Six digits', badEmail: 'Not an e-mail address', badPhone: 'Not a phone number', badDay: 'A date cannot be read; write it like 2026-09-30.', badOrder: 'The end lies before the beginning',
  saved: 'Saved', savedAt: 'Saved {{time}}', unchanged: 'Nothing was changed', fix: 'Some contents cannot be saved; correct what is marked.', edit: 'Edit', saveChanges: 'Save changes', undo: 'Discard changes', actions: 'Actions',
  stale: 'Somebody changed this in the meantime', staleHelp: 'What you typed is still here. Check the changes below and save again to let yours stand.', staleBy: 'Changed by {{by}} at {{at}}', staleField: '{{field}}: {{from}} → {{to}}', staleReload: 'The latest is loaded; check and save again.',
  warnings: 'To be dealt with', allFine: 'Nothing to deal with.', facts: 'Facts', counts: 'People and logins', editAgency: 'Edit the organ', openPage: 'Deal with it',
  denied: 'Done by {{who}}', adminOnly: 'the organ’s administrator', operatorOnly: 'an operator',
  deniedPeople: 'People, duty and leave are looked after by the organ’s own administrator; operators do not see them.',
  deniedPeopleHelp: 'Duties are kept apart: operators register organs and logins, administrators look after people, auditors only read.',
  nobodyYet: 'Nobody to choose yet', nobodyYetHelp: 'People appear after their first login. Ask them to log in once.',
  fn: {
    desk: 'Desk', handler: 'Handler', legal_reviewer: 'Legal reviewer', head: 'Head', liaison: 'Liaison', procurator: 'Procurator', auditor: 'Auditor', operator: 'Operator', coordinator: 'Coordinator', admin: 'Administrator',
  },
  fnSay: {
    desk: 'signs for, registers, sends and receives papers', handler: 'prepares and handles cases', legal_reviewer: 'gives the legal opinion', head: 'approves transfers and the like', liaison: 'keeps in touch with the other organ', procurator: 'receives copies, supervises filing', auditor: 'reads the record, handles nothing', operator: 'registers organs and logins, reads no case', coordinator: 'chases what is overdue across organs', admin: 'looks after people, duty and leave',
  },
  person: {
    empty: 'Nobody has logged in yet', emptyHelp: 'Functions come from the identity provider and are not typed in here. Ask people to log in once: they then appear here, and you add unit and number.',
    col: { name: 'Name', functions: 'Functions and where they come from', unit: 'Unit', contact: 'Contact', seen: 'Last login' },
    never: 'never', noUnit: 'none', noFunction: 'No function: can do nothing', noPhone: 'no number', noEmail: 'no address',
    fromRole: 'role “{{roles}}” of the identity provider {{issuer}}', fromIssuer: 'identity provider {{issuer}} (no role leads to it any more; ends with the next login)', fromDocument: 'presiding: {{document}}', until: 'until {{day}}', open: 'open end',
    say: 'Functions come from roles at the identity provider, or from a document on presiding; they cannot be changed here. Change the role at the provider, or ask an operator to change the role map.',
    edit: 'Edit {{name}}', unit: 'Unit', title: 'Title', titleHint: 'Where the identity provider gives a title, it wins at the next login', email: 'E-mail', phone: 'Mobile', lang: 'Language', find: 'Find by name', nothing: 'Nobody’s name holds “{{q}}”',
  },
  unit: {
    add: 'Add a unit', empty: 'No unit yet', emptyHelp: 'Add at least the enforcement unit and the legal unit: the approval form carries the opinions of both.', name: 'Name', kind: 'What it does', people: '{{n}} people', edit: 'Edit {{name}}', added: '{{name}} was added',
    kinds: { desk: 'Desk', enforcement: 'Enforcement', legal: 'Legal review', leadership: 'Leadership', other: 'Other' },
  },
  presiding: {
    add: 'Record who presides', say: 'A transfer is approved by the chief or by the person presiding (Provisions on the transfer of suspected criminal cases by administrative enforcement organs, art. 5). Where there is no chief, record by which document who presides; that person may approve on those days. Nobody records it for oneself.',
    empty: 'No presiding is recorded', emptyHelp: 'None is needed while the chief is at work. Where the post is vacant or a document lets somebody else preside, record the document and the days here.',
    user: 'Who presides', document: 'Document and its number', documentHint: 'For example 益环党组〔2026〕12号', from: 'First day', to: 'Last day', toHint: 'Leave empty if it is open; set it later', period: '{{from}} to {{to}}', openEnd: 'open',
    now: 'presides now', future: 'not begun', past: 'over', end: 'Set the last day', endTitle: 'Last day of {{name}}’s presiding', endHint: 'What was approved meanwhile stands', remove: 'Take back', removeAsk: 'Take back {{name}}’s presiding?', removeHelp: 'It has not begun. It leaves the list; the change stays in the record.', removed: 'Taken back', added: 'Recorded: {{name}} presides',
    warning: '{{from}} to {{to}}: {{text}}', warningOpen: 'From {{from}} on: {{text}}', self: 'not for oneself; another administrator must',
  },
  leave: {
    add: 'Record a leave', empty: 'No leave is recorded', emptyHelp: 'While somebody is away, the deputy sees and goes on preparing their cases and gets their notices too.', user: 'Who is away', deputy: 'Deputy', from: 'First day', to: 'Last day', both: 'Both days count', remove: 'Cancel', end: 'End now',
    removeAsk: 'Cancel {{name}}’s leave?', removeHelp: 'A leave that has not begun is cancelled; one under way ends with yesterday.', removed: 'Cancelled', added: 'Recorded: {{name}} is away, {{deputy}} stands in', now: 'away', future: 'not begun', past: 'over', deputyLine: '{{name}} stands in', noteTitle: 'Approvals cannot be delegated',
  },
  shift: {
    add: 'Add a shift', empty: 'Nobody is on the roster', emptyHelp: 'Clocks counted in hours end at night and on holidays. Put people on duty: such notices reach them at once and do not wait for the morning.', user: 'On duty', from: 'From', to: 'To', hours: 'Beijing time', phone: 'Number on duty', phoneHint: 'If empty, the person’s own',
    now: 'on duty', remove: 'Cancel', end: 'End now', removeAsk: 'Cancel {{name}}’s shift?', removeHelp: 'A shift that has not begun is cancelled; one under way ends now.', removed: 'Cancelled', added: '{{name}} is on the roster', gaps: 'Nobody is on duty for {{n}} stretches of the next two weeks', gapsHelp: 'Urgent notices then reach nobody at once.', gap: '{{from}} to {{to}}', fill: 'Fill', covered: 'Somebody is on duty throughout the next two weeks.',
  },
  issuer: {
    add: 'Register an identity provider', empty: 'No identity provider yet', emptyHelp: 'Nobody of this organ can log in. Register the address of its identity provider, our client there and the role map; try a token first, then submit.', emptyRead: 'Nobody of this organ can log in. An operator registers the identity provider.',
    say: 'An identity provider speaks for one organ only, whatever a token says. A change needs a second person: another operator, or the organ’s administrator. Disabling takes effect at once.',
    code: 'Code', codeHint: 'Stays for ever: it becomes part of the redirect address', url: 'Issuer address', urlHint: 'Equals the iss claim byte for byte, a final slash included; https only', client_id: 'Client id', client_idHint: 'Our client_id at the provider', secret: 'Client secret', secretHint: 'Written, never shown again; empty for a public client (PKCE)',
    role_claim: 'Claim with the roles', role_claimHint: 'Dots lead into objects, as in realm_access.roles; roles if empty', min_acr: 'Authentication asked for', min_acrHint: 'acr of the token must equal this; empty: any', enabled: 'Enabled', enabledHint: 'People who log in through it get the functions below',
    role_map: 'Role map', role_mapHint: 'Only the roles listed count; all others are ignored', role: 'Role at the provider', function: 'Function here', addRow: 'Add a row', removeRow: 'Remove the role {{role}}', emptyMap: 'No row yet: nobody would have a function after login. Add at least one.', badRole: 'A role cannot be empty', twice: 'The role “{{role}}” stands here twice',
    redirect: 'Redirect address', logout: 'Back-channel logout address', toRegister: 'Register both at the provider', hasSecret: 'secret is set', noSecret: 'public client (PKCE)', on: 'enabled', off: 'disabled', waiting: 'change waits',
    edit: 'Change settings', change: 'Change the identity provider {{code}}', register: 'Register an identity provider', setSecret: 'Replace secret', setSecretTitle: 'Replace the secret of {{code}}', secretSaved: 'The secret was replaced', submit: 'Submit', tryNow: 'Try', anyAcr: 'any',
    pendingDone: 'Submitted; takes effect when a second person confirms', liveDone: 'In effect', singleTitle: 'Done single-handed', ends: 'When it takes effect, everybody who came through it logs in again.',
  },
  dry: {
    title: 'Try: whom would this token become', help: 'Paste an ID token, or its claims as JSON. It is only decoded: not verified, not kept, not logged.', input: 'Token or claims', on: 'With which identity provider', fill: 'Fill in an example', run: 'Try', bad: 'Neither a JWT (three parts with dots between) nor JSON',
    result: 'This token would become', agency: 'Organ', functions: 'Functions', ignored: 'Ignored roles', refused: 'Refused because', notes: 'To mind', ok: 'could log in', no: 'would be refused', noneIgnored: 'none', noFunctions: 'no function', unsaved: 'with the settings being typed', off: 'disabled',
  },
  proposal: {
    title: 'Waiting for a second person', empty: 'No change waits', what: '{{kind}} {{name}}', kinds: { issuer: 'Identity provider', client: 'Partner system', endpoint: 'Endpoint', peer: 'Partner hub' }, peer: { fingerprint: 'Fingerprint of its root key (compare it with the paper agreement, group by group)', address: 'Address' }, by: 'Proposed by {{by}} at {{at}}', confirm: 'Confirm', refuse: 'Decline', withdraw: 'Withdraw', own: 'Somebody else must confirm what you proposed: another operator, or the organ’s administrator.',
    confirmAsk: 'Confirm this change?', confirmHelp: 'It takes effect at once, with your name on record. Everybody who came through this identity provider (perhaps you too) logs in again.', confirmHelpClient: 'It takes effect at once, with your name on record.', refuseTitle: 'Decline this change', withdrawTitle: 'Withdraw this change', reason: 'Reason', confirmed: 'Confirmed and in effect', refused: 'Declined', withdrawn: 'Withdrawn',
    change: '{{field}}: {{from}} → {{to}}', same: 'The same as now', added: 'new: {{what}}', removed: 'gone: {{what}}', none: '(empty)', nobody: 'Your function may not confirm',
  },
  client: {
    add: 'Register a partner system', empty: 'No partner system', emptyHelp: 'Where the organ’s own case system is to send and receive directly, register its client id and scopes here. It works as desk and handler and never approves.', emptyRead: 'An operator registers them.', client_id: 'Client id', client_idHint: 'client_id of its access tokens', agency: 'Organ of the identity provider', issuer: 'Identity provider of its tokens', issuerHint: 'May be another organ’s, for a shared platform', scopes: 'Scopes', enabled: 'Enabled', edit: 'Edit {{name}}', on: 'enabled', off: 'disabled', via: 'tokens of {{issuer}}', noIssuer: 'That organ has no identity provider yet',
    scope: { referrals_read: 'read cases', referrals_write: 'handle cases', endpoints_write: 'look after endpoints' }, bound: 'Takes bound tokens only', boundHint: 'A token must be bound to the client’s key (DPoP) or certificate (mutual TLS): stolen, it is of no use', boundTag: 'bound tokens', noScope: 'no scope',
  },
  history: {
    empty: 'No change yet', emptyHelp: 'Every change of the organ, its people, duty and logins is kept here and enters the record chain that nobody can rewrite.', by: '{{by}} ({{fn}})', cli: 'command line', hub: 'the hub',
    kind: {
      agency_create: 'Organ registered', agency_edit: 'Organ edited', unit_add: 'Unit added', unit_edit: 'Unit edited', user_edit: 'Person edited', self_edit: 'Own details edited', self_preferences: 'Own notices chosen',
      presiding_add: 'Presiding recorded', presiding_end: 'Last day of presiding set', presiding_remove: 'Presiding taken back', leave_add: 'Leave recorded', leave_remove: 'Leave cancelled', shift_add: 'Shift added', shift_remove: 'Shift cancelled', desk_entrust: 'Desk entrusted', desk_end: 'Shared desk ended',
      issuer_register: 'Identity provider registered', issuer_edit: 'Identity provider changed', issuer_propose: 'Change of identity provider proposed', issuer_confirm: 'Change of identity provider confirmed', issuer_refuse: 'Change of identity provider declined', issuer_secret: 'Secret of identity provider replaced',
      client_register: 'Partner system registered', client_edit: 'Partner system changed', client_propose: 'Change of partner system proposed', client_confirm: 'Change of partner system confirmed', client_refuse: 'Change of partner system declined', endpoint_add: 'Endpoint registered', endpoint_edit: 'Endpoint changed', endpoint_remove: 'Endpoint removed', endpoint_rotate: 'Key of an endpoint changed', endpoint_test: 'Endpoint tested', endpoint_replay: 'Notices replayed', endpoint_propose: 'Intranet address of an endpoint proposed', endpoint_confirm: 'Intranet address of an endpoint confirmed', endpoint_refuse: 'Intranet address of an endpoint declined', user_add: 'First administrator registered',
    },
    field: {
      user: 'Person', deputy: 'Deputy', from: 'From', to: 'To', document: 'Document', desk: 'Desk of', window: 'Window or person', phone: 'Number', email: 'Address', name: 'Name', kind: 'Kind', title: 'Title', lang: 'Language', unit: 'Unit', reason: 'Reason', single_handed: 'Single-handed', has_secret: 'Has a secret', url: 'Issuer address', client_id: 'Client id', role_claim: 'Role claim', role_map: 'Role map', min_acr: 'Authentication', bound: 'Bound tokens only', enabled: 'Enabled', scopes: 'Scopes', issuer: 'Identity provider', client: 'Partner system', choices: 'Choices', functions: 'Functions', subject: 'Subject', active: 'Active', allow: 'Intranet prefixes', topics: 'Notices', settings: 'Settings', endpoint: 'Endpoint', overlap_s: 'Both keys (s)', status: 'Answer', after: 'From', notices: 'Notices',
    },
  },
};
