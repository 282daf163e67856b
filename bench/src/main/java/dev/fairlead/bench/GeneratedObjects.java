package dev.fairlead.bench;

/// Objects as an API server writes them: with managed fields, defaults and status, for these are
/// most of what it sends.
final class GeneratedObjects {
  private GeneratedObjects() {}

  static String namespace(int index, long version) {
    return """
    {"metadata":{"name":"team-%1$d","uid":"00000000-0000-4000-8000-%1$012d","resourceVersion":"%2$d",\
    "creationTimestamp":"2026-11-25T12:00:00Z","labels":{"kubernetes.io/metadata.name":"team-%1$d",\
    "fairlead.dev/level":"guard"},"managedFields":[%3$s]},"spec":{"finalizers":["kubernetes"]},\
    "status":{"phase":"Active"}}\
    """
        .formatted(index, version, MANAGED);
  }

  static String service(int index, int app, int namespaces, long version) {
    return """
    {"metadata":{"name":"service-%1$d","namespace":"team-%2$d","uid":"00000000-0000-4000-8001-%1$012d",\
    "resourceVersion":"%3$d","creationTimestamp":"2026-11-25T12:00:00Z","labels":{"app":"app-%4$d"},\
    "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"Service\\"}"},\
    "managedFields":[%5$s]},"spec":{"ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":"http"}],\
    "selector":{"app":"app-%4$d"},"clusterIP":"10.96.0.1","clusterIPs":["10.96.0.1"],"type":"ClusterIP",\
    "sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"},\
    "status":{"loadBalancer":{}}}\
    """
        .formatted(index, app % namespaces, version, app, MANAGED);
  }

  static String endpointSlice(int index, int app, int namespaces, long version) {
    return """
    {"metadata":{"name":"service-%1$d-x7xkz","namespace":"team-%2$d","uid":"00000000-0000-4000-8005-%1$012d",\
    "resourceVersion":"%3$d","creationTimestamp":"2026-11-25T12:00:00Z","labels":{"app":"app-%4$d",\
    "endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io","kubernetes.io/service-name":"service-%1$d"},\
    "managedFields":[%5$s]},"addressType":"IPv4","endpoints":[{"addresses":["10.244.1.1"],"conditions":{"ready":true,\
    "serving":true,"terminating":false},"nodeName":"node","targetRef":{"kind":"Pod","namespace":"team-%2$d",\
    "name":"app-%4$d-5d9f8c7b6d-00001","uid":"00000000-0000-4000-8004-000000000001"}}],\
    "ports":[{"name":"http","port":8080,"protocol":"TCP"}]}\
    """
        .formatted(index, app % namespaces, version, app, MANAGED);
  }

  static String deployment(int app, int namespaces, long version) {
    return """
    {"metadata":{"name":"app-%1$d","namespace":"team-%2$d","uid":"00000000-0000-4000-8002-%1$012d",\
    "resourceVersion":"%3$d","generation":1,"creationTimestamp":"2026-11-25T12:00:00Z","labels":{"app":"app-%1$d"},\
    "annotations":{"deployment.kubernetes.io/revision":"1"},"managedFields":[%5$s,%5$s]},"spec":{"replicas":2,\
    "selector":{"matchLabels":{"app":"app-%1$d"}},"template":{"metadata":{"creationTimestamp":null,\
    "labels":{"app":"app-%1$d","team":"team-%2$d"}},"spec":%4$s},"strategy":{"type":"RollingUpdate","rollingUpdate":\
    {"maxUnavailable":"25%%","maxSurge":"25%%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600},\
    "status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2,\
    "conditions":[{"type":"Available","status":"True","reason":"MinimumReplicasAvailable"}]}}\
    """
        .formatted(app, app % namespaces, version, podSpec(app), MANAGED);
  }

  static String replicaSet(int app, int namespaces, long version) {
    return """
    {"metadata":{"name":"app-%1$d-5d9f8c7b6d","namespace":"team-%2$d","uid":"00000000-0000-4000-8003-%1$012d",\
    "resourceVersion":"%3$d","generation":1,"creationTimestamp":"2026-11-25T12:00:00Z","labels":{"app":"app-%1$d",\
    "team":"team-%2$d","pod-template-hash":"5d9f8c7b6d"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment",\
    "name":"app-%1$d","uid":"00000000-0000-4000-8002-%1$012d","controller":true,"blockOwnerDeletion":true}],\
    "managedFields":[%5$s]},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"app-%1$d",\
    "pod-template-hash":"5d9f8c7b6d"}},"template":{"metadata":{"creationTimestamp":null,"labels":{"app":"app-%1$d",\
    "team":"team-%2$d","pod-template-hash":"5d9f8c7b6d"}},"spec":%4$s}},"status":{"replicas":2,"readyReplicas":2}}\
    """
        .formatted(app, app % namespaces, version, podSpec(app), MANAGED);
  }

  static String pod(int index, int app, int namespaces, long version) {
    return """
    {"metadata":{"name":"app-%6$d-5d9f8c7b6d-%1$05d","generateName":"app-%6$d-5d9f8c7b6d-","namespace":"team-%2$d",\
    "uid":"00000000-0000-4000-8004-%1$012d","resourceVersion":"%3$d","creationTimestamp":"2026-11-25T12:00:00Z",\
    "labels":{"app":"app-%6$d","team":"team-%2$d","pod-template-hash":"5d9f8c7b6d"},"ownerReferences":[{"apiVersion":"apps/v1",\
    "kind":"ReplicaSet","name":"app-%6$d-5d9f8c7b6d","uid":"00000000-0000-4000-8003-%6$012d","controller":true,\
    "blockOwnerDeletion":true}],"managedFields":[%5$s,%5$s]},"spec":%4$s,"status":{"phase":"Running","conditions":[\
    {"type":"Initialized","status":"True","lastTransitionTime":"2026-11-25T12:00:00Z"},\
    {"type":"Ready","status":"True","lastTransitionTime":"2026-11-25T12:00:00Z"},\
    {"type":"ContainersReady","status":"True","lastTransitionTime":"2026-11-25T12:00:00Z"},\
    {"type":"PodScheduled","status":"True","lastTransitionTime":"2026-11-25T12:00:00Z"}],"hostIP":"10.0.0.10",\
    "podIP":"10.244.1.%7$d","podIPs":[{"ip":"10.244.1.%7$d"}],"startTime":"2026-11-25T12:00:00Z","containerStatuses":[\
    {"name":"web","state":{"running":{"startedAt":"2026-11-25T12:00:00Z"}},"lastState":{},"ready":true,"restartCount":0,\
    "image":"registry.example/app-%6$d:1.2.3","imageID":"registry.example/app@sha256:0123456789abcdef","containerID":\
    "containerd://0123456789abcdef","started":true}],"qosClass":"Burstable"}}\
    """
        .formatted(index, app % namespaces, version, podSpec(app), MANAGED, app, index % 250 + 1);
  }

  private static String podSpec(int app) {
    return """
    {"volumes":[{"name":"kube-api-access-x7xkz","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,\
    "path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},\
    {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],\
    "defaultMode":420}}],"containers":[{"name":"web","image":"registry.example/app-%1$d:1.2.3","args":["--listen=:8080"],\
    "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"},{"name":"metrics","containerPort":9090,"protocol":"TCP"}],\
    "env":[{"name":"DATABASE_HOST","value":"db-%1$d"},{"name":"DATABASE_PORT","value":"5432"},\
    {"name":"LOG_LEVEL","value":"info"},{"name":"NODE","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}}],\
    "resources":{"limits":{"memory":"256Mi"},"requests":{"cpu":"50m","memory":"128Mi"}},"volumeMounts":[{"name":\
    "kube-api-access-x7xkz","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],\
    "livenessProbe":{"httpGet":{"path":"/live","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,\
    "successThreshold":1,"failureThreshold":3},"readinessProbe":{"httpGet":{"path":"/ready","port":"http","scheme":"HTTP"},\
    "timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},"terminationMessagePath":\
    "/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always",\
    "terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","serviceAccount":"default",\
    "securityContext":{},"schedulerName":"default-scheduler","tolerations":[{"key":"node.kubernetes.io/not-ready",\
    "operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable",\
    "operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,"enableServiceLinks":true,\
    "preemptionPolicy":"PreemptLowerPriority"}\
    """
        .formatted(app);
  }

  /// What server-side apply notes of one client.
  private static final String MANAGED =
      """
      {"manager":"kube-controller-manager","operation":"Update","apiVersion":"apps/v1","time":"2026-11-25T12:00:00Z",\
      "fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app":{},"f:team":{}},"f:ownerReferences":{".":{},\
      "k:{\\"uid\\":\\"00000000\\"}":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"web\\"}":{".":{},"f:image":{},"f:name":{},\
      "f:ports":{".":{},"k:{\\"containerPort\\":8080,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:name":{}}}}},\
      "f:dnsPolicy":{},"f:restartPolicy":{},"f:securityContext":{}}}}\
      """;
}
