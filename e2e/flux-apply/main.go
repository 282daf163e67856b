// Command flux-apply brings objects into a namespace by Flux's own library, in the steps of its kustomize-controller: all of a
// stage are tried in a dry run first, then applied, and only then goes what is no longer wanted.
//
//	flux-apply NAMESPACE WANTED.yaml UNWANTED.yaml
//
// Warnings of the API server and errors go to stderr. The cluster is that of KUBECONFIG.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// The names that kustomize-controller uses for what a Kustomization owns.
var owner = ssa.Owner{Field: "kustomize-controller", Group: "kustomize.toolkit.fluxcd.io"}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: flux-apply NAMESPACE WANTED.yaml UNWANTED.yaml")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, namespace, wantedFile, unwantedFile string) error {
	manager, err := connect()
	if err != nil {
		return err
	}
	wanted, err := read(manager, namespace, wantedFile)
	if err != nil {
		return err
	}
	unwanted, err := read(manager, namespace, unwantedFile)
	if err != nil {
		return err
	}
	applied, err := manager.ApplyAllStaged(ctx, wanted, ssa.DefaultApplyOptions())
	say(applied)
	if err != nil {
		return err
	}
	options := ssa.DefaultDeleteOptions()
	options.Inclusions = manager.GetOwnerLabels(namespace, namespace)
	deleted, err := manager.DeleteAll(ctx, unwanted, options)
	say(deleted)
	return err
}

func connect() (*ssa.ResourceManager, error) {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv(clientcmd.RecommendedConfigPathEnvVar))
	if err != nil {
		return nil, err
	}
	config.WarningHandler = rest.NewWarningWriter(os.Stderr, rest.WarningWriterOptions{})
	c, err := client.New(config, client.Options{})
	if err != nil {
		return nil, err
	}
	return ssa.NewResourceManager(c, polling.NewStatusPoller(c, c.RESTMapper(), polling.Options{}), owner), nil
}

// read gives the objects of a file as a Kustomization of the namespace's name has them.
func read(manager *ssa.ResourceManager, namespace, file string) ([]*unstructured.Unstructured, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	objects, err := utils.ReadObjects(f)
	if err != nil {
		return nil, err
	}
	for _, object := range objects {
		object.SetNamespace(namespace)
	}
	manager.SetOwnerLabels(objects, namespace, namespace)
	return objects, nil
}

func say(changes *ssa.ChangeSet) {
	if changes != nil {
		for _, entry := range changes.Entries {
			fmt.Println(entry)
		}
	}
}
