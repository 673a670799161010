import { App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { api } from '../../api/client';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { usePeerWords } from '../../i18n/peers';
import { answer } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';

/** Proposes to trust a hub: its file, and the fingerprint typed from paper. */
export function ProposeDialog({ onClose }: { onClose: () => void }) {
  const w = usePeerWords();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ name: string; text: string }>();
  const [fingerprint, setFingerprint] = useState('');
  const [address, setAddress] = useState('');
  const form = useForm({
    check: () => ({ metadata: !file && w.must, fingerprint: fingerprint.trim() === '' && w.must }),
    save: () => answer(api.POST('/v1/admin/peers', { body: { metadata: file?.text ?? '', fingerprint: fingerprint.trim(), ...(address.trim() ? { address: address.trim() } : {}) } })),
    done: (got) => { void message.success(got.pending ? w.proposed : w.single, 6); onClose(); },
  });
  return (
    <FormDialog title={w.proposeTitle} form={form} fields={['metadata', 'fingerprint', 'address']} onClose={onClose} ok={w.propose}>
      <Field label={w.metadata} required wide error={form.wrong('metadata')}>
        {(f) => (
          <>
            <input ref={input} type="file" hidden aria-label={w.metadata} onChange={(e) => { const x = e.target.files?.[0]; e.target.value = ''; if (x) void x.text().then((text) => setFile({ name: x.name, text })); }} />
            <Button {...f} icon={<Icon name="up" />} onClick={() => input.current?.click()}>{file ? w.picked(file.name) : w.pick}</Button>
          </>
        )}
      </Field>
      <Field label={w.typed} required wide hint={w.typedHelp} error={form.wrong('fingerprint')}>{(f) => <Input.TextArea {...f} rows={3} className="mono" value={fingerprint} maxLength={200} onChange={(e) => setFingerprint(e.target.value)} />}</Field>
      <Field label={w.address} optional wide error={form.wrong('address')}>{(f) => <Input {...f} value={address} maxLength={500} placeholder="https://" onChange={(e) => setAddress(e.target.value)} />}</Field>
    </FormDialog>
  );
}
