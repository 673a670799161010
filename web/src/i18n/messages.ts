// Words of messages between hubs that people read and act on by hand, in both languages.
import { useText } from '.';

const zh = {
  readable: '可读文本', frame: '来函的可读文本', pdf: '打开可读文本（PDF）',
  state: { none: '来函没有附可读文本，请与对方机关联系', waits: '可读文本正在取回', spoiled: '取到的可读文本与已签名的来函不符，没有采用；请与对方枢纽联系', held: '' } as Record<string, string>,
  warn: '以下由对方书写，摘要与已签名的函件一致。',
  hand: '来函人工办理', handHelp: '这些来函的类型或者版本本枢纽尚不支持，已收下并给了回执。请按可读文本办理，办完登记。', none: '没有需要人工办理的来函',
  from: (organ: string, hub: string) => (organ ? `${organ}（${hub}）` : hub), arrived: (at: string) => `${at} 到达`, type: '类型', note: '办理情况', done: '登记已办理', doneAt: (at: string) => `已于 ${at} 登记办理`, saved: '已登记',
  onward: '转发', bound: (origin: string) => `本案信息由${origin}提供，注明不得转发：未经其签署同意，不得提供给其他机关。`, provided: '本机关提供的信息注明不得转发；对方拟提供给其他机关的，须经本机关同意。',
  members: (n: number) => `知悉机关名单（第 ${n} 号）`, noMembers: '没有其他机关', noList: '尚无名单',
  ask: '商请同意转发', askTo: '拟转发给', askWhy: '商请的理由', asked: '已发出商请', grant: '同意并列入名单', refuse: '不同意', answerWhy: '答复的理由（记入留痕）', published: '已签署名单并发出',
  ask1: (organ: string) => `商请转发给${organ}`, answer: { open: '待答复', granted: '已同意', refused: '未同意' } as Record<string, string>,
  ledger: '字段披露台账', ledgerHelp: '哪些信息依据什么规定给了其他枢纽的哪个机关。未提供的，函件里只留加盐摘要，以后提供时凭摘要核验。',
  fieldState: { given: '随函提供', withheld: '未提供', shown: '后续提供', sealed: '后续提供（密封）' } as Record<string, string>,
  why: '提供的理由（记入留痕）', give: '决定提供', giveSealed: '决定密封提供', given: '已发出', login: '重新登录后办理',
  sealedFile: '下载密封内容', sealedHelp: '只有本机关持有的私钥能够打开：hub open 文件 --key 私钥文件',
  seal: '密封给接收机关', sealHelp: '发往其他枢纽时加密给接收机关，文件名也不外露；只有该机关能够打开', sealedCame: '密封送达', sealedOpen: '打开密封附件', sealedWhy: '打开的理由（记入留痕）', sealedWhyHelp: '本枢纽代管本机关的密钥，可以打开；谁在何时因何打开，写入案件记录。',
  sealedOwn: '密封给本机关自持的密钥，枢纽不能打开。下载后在本机关计算机上运行：hub open 密封件.jwe --key 私钥文件；核验由谁发出，另用 ',
};

const en: typeof zh = {
  readable: 'Readable text', frame: 'Readable text of the message', pdf: 'Open the readable text (PDF)',
  state: { none: 'The message brings no readable text; ask the other organ', waits: 'The readable text is being fetched', spoiled: 'What came is not the text that the signed message names, and is not shown; ask the other hub', held: '' },
  warn: 'Written by the other side; its digest is the one in the signed message.',
  hand: 'Messages to be acted on by hand', handHelp: 'Their type or version is not supported here; they were received and have their receipts. Act on the readable text and note what was done.', none: 'Nothing has to be acted on by hand',
  from: (organ, hub) => (organ ? `${organ} (${hub})` : hub), arrived: (at) => `arrived ${at}`, type: 'Type', note: 'What was done', done: 'Note as done', doneAt: (at) => `noted as done ${at}`, saved: 'Noted',
  onward: 'Passing on', bound: (origin) => `Provided by ${origin}, and not to go on: without a grant that it signed no other organ gets it.`, provided: 'What your organ provided may not go on; where the other side wants to give it to another organ, your organ decides.',
  members: (n) => `Organs that may hold it (list ${n})`, noMembers: 'No other organ', noList: 'No list yet',
  ask: 'Ask for leave to pass on', askTo: 'To be passed on to', askWhy: 'Why', asked: 'Asked', grant: 'Allow, and list it', refuse: 'Do not allow', answerWhy: 'Reason of the answer (recorded)', published: 'Signed and sent',
  ask1: (organ) => `Leave to pass on to ${organ}`, answer: { open: 'not answered', granted: 'allowed', refused: 'not allowed' },
  ledger: 'Ledger of disclosed fields', ledgerHelp: 'What went to which organ of another hub, under which article. What was withheld stands in the message as a salted digest, by which it is proved when it is shown later.',
  fieldState: { given: 'with the message', withheld: 'withheld', shown: 'shown later', sealed: 'shown later, sealed' },
  why: 'Why it is shown (recorded)', give: 'Decide to show', giveSealed: 'Decide to show, sealed', given: 'Sent', login: 'Log in again to decide',
  sealedFile: 'Download what is sealed', sealedHelp: 'Only your organ’s own private key opens it: hub open FILE --key KEYFILE',
  seal: 'Seal to the receiver', sealHelp: 'Where it goes to another hub it is encrypted to the receiving organ, its name too; that organ alone opens it', sealedCame: 'Came sealed', sealedOpen: 'Open the sealed file', sealedWhy: 'Why it is opened (recorded)', sealedWhyHelp: 'This hub keeps the key of your organ and can open it; who opened it, when and why stands in the record of the case.',
  sealedOwn: 'Sealed to a key that your organ keeps; the hub cannot open it. Download it and run, on your organ’s machine: hub open FILE.jwe --key KEYFILE. To prove who sent it, use also: ',
};

export const useMessageWords = (): typeof zh => (useText().lang === 'en' ? en : zh);
