#!/usr/bin/env python3
"""Runs the same command lines through the real kubectl of this machine (against `kubarium serve`)
and through ours (a piped session), and shows where they print otherwise.

Usage: Scripts/compare-kubectl.py [path of kubarium]

A difference is a question, not a failure: the real kubectl may be older than 1.36, which decides.
What varies by nature (ages, names, addresses) is made alike first.
"""
import subprocess,re,sys,os,time,difflib,tempfile,signal
K=os.path.abspath(sys.argv[1] if len(sys.argv)>1 else '.build/release/kubarium')
files={
'pod.yaml':'''apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
  - name: main
    image: busybox
    command: ["sleep", "36000"]
    resources:
      requests:
        cpu: 15m
        memory: 100Ki
''',
'dep.yaml':'''apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
spec:
  replicas: 2
  selector:
    matchLabels:
      app: front
  template:
    metadata:
      labels:
        app: front
    spec:
      containers:
      - name: main
        image: nginx
        ports:
        - containerPort: 80
---
apiVersion: v1
kind: Service
metadata:
  name: front
spec:
  selector:
    app: front
  ports:
  - port: 80
    targetPort: 80
''',
'bad.yaml':'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n   labels: y\n',
'unk.yaml':'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: unk\nfoo: bar\ndata:\n  a: 1\n',
'nokind.yaml':'metadata:\n  name: x\n',
'wrongkind.yaml':'apiVersion: v9\nkind: Pod\nmetadata:\n  name: x\n',
'two.yaml':'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: t1\ndata:\n  a: "1"\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: t2\ndata:\n  a: "2"\n',
}
HERE=os.path.dirname(os.path.abspath(__file__))
cmds=[c for c in open(HERE+'/compare-kubectl.txt').read().splitlines() if c]
def norm(t):
    t=re.sub(r'\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b','UID',t)
    t=re.sub(r'20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z','TIME',t)
    t=re.sub(r'(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w\w\w 20\d\d \d\d:\d\d:\d\d \S+','DATE',t)
    t=re.sub(r'front-[0-9a-z]{8,10}-[0-9a-z]{5}','front-H-R',t)
    t=re.sub(r'(resourceVersion"?: )"\d+"',r'\1"RV"',t)
    t=re.sub(r'10\.(96|97|98|99|10\d|110|111|244)\.\d+\.\d+','IP',t)
    t=re.sub(r'\b((\d+[dhms])+|<invalid>)\b','AGE',t)
    t=re.sub(r'<invalid>','AGE',t)
    t=re.sub(r'containerd://[0-9a-f]+','CID',t)
    t=re.sub(r'server[56]-node[12]','NODE',t)
    t=re.sub(r'192.168.2.20\d','NIP',t)
    t=re.sub(r'https://127.0.0.1:\d+','SERVER',t)
    t=re.sub(r'https://NIP:6443','SERVER',t)
    t=re.sub(r'AGE \(x\d+ over AGE\)','AGE',t)
    t=re.sub(r' +',' ',t)
    return t
d=tempfile.mkdtemp()
os.chdir(d)
for n,c in files.items(): open(n,'w').write(c)
srv=subprocess.Popen([K,'serve','--port','0','--kubeconfig',d+'/config'],stdout=open(d+'/out','w'),stderr=subprocess.STDOUT)
for i in range(300):
    if 'serving https' in open(d+'/out').read(): break
    time.sleep(.1)
env=dict(os.environ,KUBECONFIG=d+'/config')
real=[]
for c in cmds:
    try:
        p=subprocess.run(['bash','-c',c],env=env,capture_output=True,timeout=60)
        real.append((p.stdout+p.stderr).decode()+'[%d]'%p.returncode)
    except subprocess.TimeoutExpired as e: real.append('TIMEOUT '+str(e.stdout)+str(e.stderr))
srv.send_signal(signal.SIGTERM); srv.wait(10)
script=''
for n,c in files.items(): script+="cat >%s <<'EOF'\n%sEOF\n"%(n,c)
for i,c in enumerate(cmds):
    script+='echo @@%d\n%s\necho "[$?]"\n'%(i,c)
script+='echo @@end\n'
t0=time.time()
os.makedirs(d+'/ws',exist_ok=True)
p=subprocess.run([K,'--workspace',d+'/ws'],input=script.encode(),capture_output=True,timeout=500)
out=p.stdout.decode()+p.stderr.decode()
parts=re.split(r'^\[root@[^\n]*\]. echo @@(\w+)\n@@\w+\n',out,flags=re.M)
ours={}
for k in range(1,len(parts)-1,2):
    ours[parts[k]]=parts[k+1]
diffs=0
if ours:
    for i,c in enumerate(cmds):
        o=ours.get(str(i),'MISSING')
        lines=o.split('\n')
        # drop the prompt+command, and the prompt of echo
        if lines and lines[0].startswith('[root@'): lines=lines[1:]
        o='\n'.join(l for l in lines if not l.endswith('echo "[$?]"'))
        o=re.sub(r'\[root@\S+ ~\]. echo "\[\$\?\]"\n','',o).rstrip('\n')
        a=norm(real[i]).rstrip('\n'); b=norm(o).rstrip('\n')
        a=re.sub(r'\n?\[(\d+)\]$',r'\n[\1]',a); b=re.sub(r'\n?\[(\d+)\]$',r'\n[\1]',b)
        if a!=b:
            diffs+=1
            print('=== '+c)
            for l in difflib.unified_diff(a.split('\n'),b.split('\n'),'real','ours',lineterm='',n=1): print(l)
print(len(cmds),'commands',diffs,'differ; session',time.time()-t0)
