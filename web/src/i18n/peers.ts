// Words of partner hubs and of cases shared with them, in both languages. They come with
// the pages; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '伙伴枢纽', nav: '伙伴枢纽与交换包',
  lead: '与本枢纽交换案件的其他枢纽。信任一个枢纽由两个人办理：一人提出，另一人拿着书面协议核对根密钥指纹后确认。停用一人即可，随时生效。',
  own: '本枢纽', ownHelp: '指纹写进双方的书面协议；文件用 hub peer show --out 取得。', noOwn: '本枢纽还没有用根密钥签署元数据：请在服务器上运行 hub peer init。',
  fingerprint: '根密钥指纹', until: '元数据有效至', hub: '枢纽名',
  none: '还没有伙伴枢纽', noneHelp: '拿到对方的元数据文件和书面协议后，在这里提出。', noAccess: '伙伴枢纽由系统运维人员维护。收到对方送来的光盘、U盘，可在下面导入交换包。',
  state: { proposed: '待确认', trusted: '已信任', suspended: '已停用' } as Record<string, string>,
  fact: { seen: '最近联系', waiting: '待发函件', dead: '停发函件', held: '待补前件', wanted: '待取文件', address: '地址', edition: '元数据', agencies: '机关', accepts: '接受的类型和版本', keys: '枢纽签名密钥', log: '对方记录检查点', line: '线路方向' },
  never: '尚未联系', since: (at: string) => `最早一份自 ${at}`, edition: (n: number, until: string) => `第 ${n} 版，有效至 ${until}`, key: (until: string) => `有效至 ${until}`, compromised: '已泄露', failures: (n: number) => `连续 ${n} 次未应答`,
  lines: { both: '双向', they_fetch: '对方来取（对方在网闸后，本枢纽不呼叫对方）', we_fetch: '我方去取（本枢纽在网闸后）' } as Record<string, string>, lineHelp: '只改变谁呼叫谁；函件、回执和顺序都不变。两边的设置要相互对应。',
  logSize: (n: number, at: string) => `${n} 条，签于 ${at}`, noLog: '尚未取得', logInside: '对方在网闸后，本枢纽不能向其索取检查点；对方发来的函件逐份签名、编号并引用前一份的摘要，在本枢纽原样留存。互通自检由对方发起，一次核对双方。',
  ends: { metadata: '元数据', key: '密钥', notice: '新密钥公布过晚' } as Record<string, string>, endsIn: (what: string, days: number, at: string) => (days > 0 ? `${what}将于 ${at} 到期（${days} 天内）` : `${what}已于 ${at} 到期`),
  test: '互通自检', testing: '正在自检', testWell: (ms: number) => `互通正常，往返 ${ms} 毫秒`,
  testWhy: { silent: '对方枢纽没有应答：检查线路和对方地址', refused: '对方枢纽拒绝了请求：对方可能还没有信任本枢纽，或者停用了交换', unreadable: '应答不能核验：对方的密钥与元数据不符' } as Record<string, string>,
  finding: { clocks_apart: '两边时钟相差超过 5 分钟', they_hold_old: '对方持有的是本枢纽的旧版元数据', we_hold_old: '本枢纽持有的是对方的旧版元数据', wrong_answer: '应答与提问不对应' } as Record<string, string>,
  suspend: '停用', suspendTitle: (name: string) => `停用与“${name}”的交换`, suspendHelp: '立即停止收发；已收函件保留。恢复须由两人重新确认。', reason: '理由（记入留痕）', suspended: '已停用',
  propose: '提出伙伴枢纽', proposeTitle: '提出信任一个枢纽', metadata: '元数据文件（对方用 hub peer show --out 取得）', pick: '选择文件', picked: (name: string) => `已选择 ${name}`, typed: '书面协议上的根密钥指纹', typedHelp: '照协议上的分组输入，不要从文件里复制', address: '对方地址（不填则按元数据）', proposed: '已提出，等待第二人核对指纹后确认', single: '已生效；没有可确认的第二人，记为一人办理',
  pending: '等待第二人确认', by: (who: string, at: string) => `${who} 于 ${at} 提出`, mine: '本人提出，由另一名运维人员确认',
  confirm: '核对并确认', confirmTitle: (name: string) => `确认信任“${name}”`, confirmHelp: '拿着书面协议，逐组核对下面的指纹，再照协议输入最后一组。', lastGroup: '协议上指纹的最后一组', lastWrong: '与提出的指纹不一致：请停下，与对方枢纽电话核对', confirmed: '已确认，可以交换案件', refuse: '不同意', refuseTitle: '不同意这一提议', refused: '已退回', must: '必填',
  courier: '交换包', courierHelp: '线路不通时，对方把函件、回执和材料装进一个交换包，用光盘、U盘送来。导入后逐份核验签名，效力与经线路到达的相同；重复导入不产生任何变化。',
  take: '导入交换包', taken: (from: string) => `来自 ${from} 的交换包`, takenOf: (n: number, r: number, f: number) => `函件 ${n} 份，回执 ${r} 份，材料 ${f} 件`, one: (n: number) => `第 ${n} 号函件`, ok: '已收', bad: '拒收', open: '打开案件',
  shared: (name: string) => `与“${name}”的往来`, settled: '两边一致', under: '有函件在途', digest: '案件摘要', digestHelp: '两个枢纽上的摘要相同，即两边看到的是同一个案件。', sharedSeen: (at: string) => `对方枢纽最近联系 ${at}`, sharedNever: '尚未与对方枢纽联系',
  stands: { pending: '已发往对方枢纽，等待收讫', received: '对方枢纽已收', delivered: '已送达对方机关', acknowledged: '对方已签收', decided: '对方已决定', refused: '对方枢纽拒收', undeliverable: '已到达，对方无法送达机关', no_effect: '已到达，在对方没有生效', dead: '停发：多日未送达', stored: '已到达，等待前一份', applied: '已到达并办理', crossed: '与本方办理交叉，已按规则处理' } as Record<string, string>,
  unseen: '退回时未见在途的补充材料', unseenHelp: '退回有效。接收机关看过随后到达的补充材料，在一个工作日内维持退回，或者撤销退回、重新受理；在此之前双方都不能继续办理。',
  recall: {
    ask: '召回', askTitle: '召回这份函件提供的信息', askHelp: '已经提供给对方的信息不能直接从对方枢纽取回。对方必须答复：已停止使用并处理，或者写明理由和条款依法保留。未答复的一直显示。', askDone: '召回函已发出',
    reason: '召回理由', waits: '已召回，对方尚未答复', asked: '对方召回，待本机关答复', answered: { complied: '已停止使用并处理', kept: '依法保留' } as Record<string, string>,
    toAnswer: '答复召回', answerTitle: '答复召回', answerHelp: '材料需要清除的，另行办理涉密信息清除；这里答复的是处理结果。', answerDone: '答复已发出', article: '保留的条款', why: '保留的理由', done: '处理情况（选填）',
  },
  recallsOpen: '对方未答复的召回', recallsAsked: '本枢纽未答复的召回',
  to: '发往对方', from: '对方来函', attempts: (n: number) => `已试 ${n} 次`, receipts: '回执', kind: { received: '到达', delivered: '送达', acknowledged: '签收', decided: '决定', invalid: '拒收', undeliverable: '无法送达' } as Record<string, string>, jws: '复制签名回执', again: '重新发送', againDone: '已重新排队发送',
  files: '随函材料', fileHeld: '摘要一致', fileOut: '对方按摘要取用', fileWait: '正在取回', fileSpoiled: '摘要不符，未采用，正在重新取', bundle: '导出交换包', bundleHelp: '线路不通时，把本案的函件、回执和材料装进一个文件，交专人递送。',
};

const en: typeof zh = {
  title: 'Partner hubs', nav: 'Partner hubs and courier bundles',
  lead: 'Other hubs that this one exchanges cases with. Trusting a hub takes two persons: one proposes, another compares the fingerprint of its root key with the paper agreement and confirms. Suspending takes one, and holds at once.',
  own: 'This hub', ownHelp: 'The fingerprint goes into the paper agreement; hub peer show --out gives the file.', noOwn: 'This hub’s metadata was not signed by its root yet: run hub peer init on the server.',
  fingerprint: 'Fingerprint of the root', until: 'Metadata valid until', hub: 'Name among hubs',
  none: 'No partner hub yet', noneHelp: 'With the partner’s metadata file and the paper agreement at hand, propose it here.', noAccess: 'Partner hubs are kept by operators. What came on a disc or a stick is taken in below.',
  state: { proposed: 'to be confirmed', trusted: 'trusted', suspended: 'suspended' },
  fact: { seen: 'Last heard of', waiting: 'Messages waiting', dead: 'Given up', held: 'Came too early', wanted: 'Files missing', address: 'Address', edition: 'Metadata', agencies: 'Organs', accepts: 'Types and versions taken', keys: 'Keys of the hub', log: 'Checkpoint of its record', line: 'Who calls' },
  never: 'never', since: (at) => `oldest since ${at}`, edition: (n, until) => `edition ${n}, valid until ${until}`, key: (until) => `valid until ${until}`, compromised: 'compromised', failures: (n) => `${n} calls in a row unanswered`,
  lines: { both: 'each calls the other', they_fetch: 'the partner fetches (it sits behind a gatekeeper and is never called)', we_fetch: 'this hub fetches (it sits behind a gatekeeper)' }, lineHelp: 'It changes who calls whom and nothing else. The settings of both hubs must fit one another.',
  logSize: (n, at) => `${n} entries, signed ${at}`, noLog: 'none yet', logInside: 'Behind a gatekeeper: its checkpoints cannot be asked for from here. Its messages are signed, numbered and name the hash of the one before, and lie here as they came. It begins the self-test, which checks both sides.',
  ends: { metadata: 'Metadata', key: 'A key', notice: 'A new key was published late' }, endsIn: (what, days, at) => (days > 0 ? `${what} ends on ${at} (within ${days} days)` : `${what} ended on ${at}`),
  test: 'Self-test', testing: 'Testing', testWell: (ms) => `All well, ${ms} ms there and back`,
  testWhy: { silent: 'The hub does not answer: look at the line and its address', refused: 'The hub refused the request: it may not trust this hub yet, or has suspended it', unreadable: 'The answer does not verify: its key is not that of its metadata' },
  finding: { clocks_apart: 'The clocks are more than 5 minutes apart', they_hold_old: 'It holds an older edition of our metadata', we_hold_old: 'We hold an older edition of its metadata', wrong_answer: 'The answer is not to our question' },
  suspend: 'Suspend', suspendTitle: (name) => `Suspend the exchange with ${name}`, suspendHelp: 'Nothing is sent or taken from now on; what has arrived stays. Two persons confirm it anew.', reason: 'Reason (recorded)', suspended: 'Suspended',
  propose: 'Propose a partner', proposeTitle: 'Propose to trust a hub', metadata: 'Metadata file (of the partner’s hub peer show --out)', pick: 'Choose a file', picked: (name) => `${name} chosen`, typed: 'Fingerprint on the paper agreement', typedHelp: 'Typed in its groups from the paper, not copied from the file', address: 'Address (as the metadata says, if empty)', proposed: 'Proposed; a second person compares the fingerprint and confirms', single: 'In effect; nobody else could confirm, and the record says so',
  pending: 'Waits for a second person', by: (who, at) => `proposed by ${who} on ${at}`, mine: 'Proposed by you; another operator confirms',
  confirm: 'Compare and confirm', confirmTitle: (name) => `Trust ${name}`, confirmHelp: 'With the paper agreement at hand, compare the fingerprint group by group, then type its last group from the paper.', lastGroup: 'Last group on the paper', lastWrong: 'Differs from what was proposed: stop, and call the partner', confirmed: 'Confirmed; cases can be exchanged', refuse: 'Refuse', refuseTitle: 'Refuse this proposal', refused: 'Sent back', must: 'Required',
  courier: 'Courier bundles', courierHelp: 'When the line is down, the partner packs messages, receipts and files into a bundle and sends it on a disc or a stick. Taking it verifies every signature; it counts as if it had come over the line. Twice changes nothing.',
  take: 'Take in a bundle', taken: (from) => `Bundle of ${from}`, takenOf: (n, r, f) => `${n} messages, ${r} receipts, ${f} files`, one: (n) => `Message no. ${n}`, ok: 'taken', bad: 'refused', open: 'Open the case',
  shared: (name) => `With ${name}`, settled: 'both agree', under: 'under way', digest: 'Digest of the case', digestHelp: 'The same digest on both hubs: both look at the same case.', sharedSeen: (at) => `Heard of last ${at}`, sharedNever: 'Not heard of yet',
  stands: { pending: 'sent, waits for its receipt', received: 'the other hub has it', delivered: 'at the organ’s desk', acknowledged: 'signed for', decided: 'decided', refused: 'refused by the other hub', undeliverable: 'arrived, can be put before nobody there', no_effect: 'arrived, without effect there', dead: 'given up after days', stored: 'arrived, waits for the one before', applied: 'arrived and carried out', crossed: 'crossed ours, settled by the table' },
  unseen: 'The return was made without a supplement that was under way', unseenHelp: 'The return stands. Its receiver reads the supplement that came afterwards and, within a working day, confirms the return or takes the case on again; until then neither side goes on.',
  recall: {
    ask: 'Call back', askTitle: 'Call back what this message disclosed', askHelp: 'What was disclosed cannot be taken out of the other hub. It must answer: use has stopped, or it keeps it, with reason and article. Without an answer it stays visible.', askDone: 'The recall is on its way',
    reason: 'Reason', waits: 'called back, not answered yet', asked: 'called back by the other side: answer it', answered: { complied: 'use has stopped', kept: 'kept under the law' },
    toAnswer: 'Answer the recall', answerTitle: 'Answer the recall', answerHelp: 'Where files have to be destroyed that is an order of its own; this says what was done.', answerDone: 'The answer is on its way', article: 'Article', why: 'Why it is kept', done: 'What was done (optional)',
  },
  recallsOpen: 'Recalls it has not answered', recallsAsked: 'Recalls we have not answered',
  to: 'To the other hub', from: 'From the other hub', attempts: (n) => `tried ${n} times`, receipts: 'Receipts', kind: { received: 'received', delivered: 'delivered', acknowledged: 'signed for', decided: 'decided', invalid: 'refused', undeliverable: 'undeliverable' }, jws: 'Copy the signed receipt', again: 'Send again', againDone: 'Queued again',
  files: 'Files', fileHeld: 'digest matches', fileOut: 'fetched by digest', fileWait: 'being fetched', fileSpoiled: 'other bytes came: not taken, asked for again', bundle: 'Export a bundle', bundleHelp: 'When the line is down: messages, receipts and files of this case in one file, for a courier.',
};

/** The words in the reader's language. */
export function usePeerWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
