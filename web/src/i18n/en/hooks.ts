import type { Dict } from '../dict';
import type { hooks as zh } from '../zh/hooks';

export const hooks: Dict<typeof zh> = {
  title: 'Interfaces',
  lead: 'Beside the pages, mail and text messages, notices can go to other systems and to group chats. They carry number, kind and link only.',
  noAccess: 'You do not look after interfaces', noAccessHelp: 'The organ’s administrator looks after them; auditors may read.',
  endpoints: 'Endpoints', add: 'Register an endpoint', edit: 'Edit {{name}}', remove: 'Remove', rotate: 'Change key', test: 'Test',
  empty: 'No endpoint yet', emptyHelp: 'Register the address of a system’s webhook or of a WeCom or DingTalk group robot here and press Test: once it answers, notices arrive there.', readOnly: 'Only the organ’s administrator may change them.',
  sort: { legend: 'Sort', v1: 'Webhook, shared secret (HMAC)', v1a: 'Webhook, public key (Ed25519)', wecom: 'WeCom group robot', dingtalk: 'DingTalk group robot' },
  kind: { webhook: 'Webhook', wecom: 'WeCom group robot', dingtalk: 'DingTalk group robot' },
  short: { v1: 'Webhook · HMAC', v1a: 'Webhook · Ed25519', wecom: 'WeCom', dingtalk: 'DingTalk' },
  sortHint: 'Webhooks are for systems and signed after Standard Webhooks; robots speak to the people of a group.',
  field: {
    name: 'Name', nameHint: 'So that you know it again', url: 'Address', urlHint: 'On the internet: https on port 443', robotUrl: 'Address of the robot', robotHint: 'Copy it as a whole from the settings of the group; the key in it is kept apart and never shown again', sign: 'Signing secret', signHint: 'Only if the robot asks for signatures',
    topics: 'Notices', topicsHint: 'None chosen: all', allow: 'Intranet prefixes', allowHint: 'For an endpoint in an intranet, such as 10.20.0.0/16, several with commas; takes effect when a second person has confirmed', active: 'Active',
  },
  topic: { all: 'All', clock: 'Statutory clocks', act: 'Steps of cases', record: 'Records from paper', remark: 'Reminders and records', plan: 'Joint plans' },
  state: { active: 'Fine', failing: '{{n}} failures in a row', waiting: 'Waits for a second person', hand: 'Switched off', paused_failing: 'Paused: took nothing for long', gone: 'Paused: it answered that it wants no more (410)' },
  health: { taken: 'Last success', never: 'Nothing was taken yet', failures: 'Failures in a row', none: 'None', waiting: 'Waiting', waitingN: '{{n}}', held: 'Nothing is sent before {{at}}', since: 'since {{at}}', result: 'Last reason' },
  testLater: 'It can be tested once a second person has confirmed it',
  reason: {
    redirect: 'It redirects, and redirects are not followed: register the final address', timeout: 'It did not answer in time', refused: 'Connection refused: is the other service running?', name: 'The name does not resolve: check the address', prohibited: 'Not an allowed address: on the internet nothing inner, in an intranet only the registered prefixes', certificate: 'The certificate is not trusted',
    https: 'Use https', http: 'It answered HTTP {{status}}', robot: 'The robot did not take it: check its key and security settings', gone: 'It answered that it wants no more (410)', removed: 'The endpoint was removed', paused: 'The endpoint is paused', part: 'The organ takes no part in the case any more',
  },
  publicKey: 'Public key (for the other side to verify with)',
  pending: 'A new address waits for a second person', pendingHelp: '{{url}} ({{allow}}), proposed by {{by}} at {{at}}.', pendingWhere: 'Confirm it under Organs and people',
  secret: { title: 'Keep the secret now', help: 'It is shown this once and never again. Hand it to whoever runs the other system: webhook-signature is verified with it.', done: 'I have kept it' },
  tested: { ok: 'Taken: HTTP {{status}}, {{ms}} ms', bad: 'Not taken: {{error}}, {{ms}} ms', answer: 'Answer: {{text}}' },
  rotateTitle: 'Change the key of {{name}}', rotateHelp: 'The old key signs as well for the time below, so that the other side can change in its own time.', overlap: 'Both keys for', overlapN: { '0': 'No time: the old one ends at once', '24': '1 day', '72': '3 days', '168': '7 days' }, newKey: 'New key', newKeyHint: 'What follows key= or access_token= in the robot’s address',
  rotated: 'The key was changed', removeAsk: 'Remove {{name}}?', removeHelp: 'Its keys go too, and what was not sent yet no longer goes there; the pages and the feed of events still have it.', removed: 'Removed',
  deliveries: 'Deliveries', none: 'Nothing was delivered yet', noneHelp: 'When a case moves or a clock comes near its end, every delivery and every answer is listed here.',
  col: { at: 'Time', what: 'Notice', state: 'Result', tries: 'Attempts' },
  delivery: { pending: 'waiting', sending: 'being sent', sent: 'taken', undeliverable: 'not delivered', failed: 'given up' }, next: 'again at {{at}}', attempt: '{{at}} HTTP {{status}}, {{ms}} ms', attemptNone: '{{at}} no answer, {{ms}} ms',
  type: { act: 'Step of a case', clock: 'Statutory clock', record: 'Record from paper', remark: 'Reminder or record', plan: 'Joint plan' },
  replay: 'Replay', replayTitle: 'Replay to {{name}}', replayHelp: 'Sends again under the same ids, by which the other side drops what it has; 500 at a time. What is younger than a minute is not among them.', replayFrom: 'From when', replayN: { '1': 'The last hour', '24': 'The last day', '168': 'The last 7 days', '720': 'The last 30 days', cursor: 'After the place that the other side kept (cursor)' }, replayCursor: 'Cursor', replayCursorHint: 'What the other side last got as next from /v1/events; whoever looks after its system has it', replayed: '{{n}} are on their way again', replayedMore: '{{n}} are on their way again and there are more: replay once more', replayNone: 'There is nothing to replay in this time',
  feed: 'No way to take calls?', feedHelp: 'A system can read GET /v1/events with an access token and go on from its cursor: the same content as webhooks, nothing missed.', feedClient: 'Register a partner system first',
  verify: 'How to verify a signature', verifyHelp: 'Join webhook-id, webhook-timestamp and the body with “.”, compute HMAC-SHA256 with the secret (Base64 after whsec_) and compare with the Base64 after v1, in webhook-signature; with Ed25519 verify what follows v1a, with the public key. Refuse timestamps five minutes off, and handle each webhook-id once.',
};
