import type { Dict } from '../dict';
import type { party as zh } from '../zh/party';

export const party: Dict<typeof zh> = {
  title: 'Notice to the party', told: 'Told', must: 'Required', may: 'Optional',
  seized: 'Property was sealed or seized in this case: {{list}}. It goes with the case, and the party must be told in writing.',
  nothingSeized: 'No sealed or seized property is registered to go with the case. The law does not ask for a notice; you may still tell the party where the case went.',
  basis: 'Administrative Compulsion Law (行政强制法), Art. 21',
  make: 'Preview and make the notice', makeProof: 'Preview and make the proof of service', signed: 'Upload the signed proof', record: 'Record that the party was told',
  step: { notice: 'Make the notice to the party', seal: 'Seal it', serve: 'Serve it', done: 'Record that the party was told' },
  help: {
    notice: 'It says to whom the case went and which property goes along.',
    serve: 'Print the proof of service and serve it with the notice; the party signs. A refusal is written down with its ground, and a witness signs.',
    signed: 'After service, scan the signed proof and upload it.',
    done: 'Say how and on which day it was served; if that was earlier, tick “late entry”.',
  },
  after: { seal: 'Once the notice is made, it is sealed and uploaded.', serve: 'Once the notice is sealed, it is served with the proof of service.' },
  early: 'The steps before are not done yet. If the notice was made in your own office system and has been served, record it at once.',
  served: 'The proof of service is uploaded, made {{at}}', done: '{{at}} · {{who}}',
  state: { done: ' (done)', now: ' (to do now)', later: ' (later)' },
};
